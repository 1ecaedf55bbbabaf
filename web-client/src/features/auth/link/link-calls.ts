/** What each kind of link does, and how a dead one is known. */
import { ApiError, confirmEmail, revertEmail, verifyEmail } from '@/api';
import { confirmRegistration, refreshUser, restore, sessionStore } from '@/api/session';
import type { LinkKind } from '@/lib/link-token';

export interface LinkProps {
  token: string;
  onDone: () => Promise<void>;
  onDead: () => void;
}

export type ConfirmedKind = Exclude<LinkKind, 'reset'>;

const isSignedIn = () => sessionStore.getState().status === 'signed-in';

/** The page may belong to the account that has changed. */
export async function lookAgain(): Promise<void> {
  if (isSignedIn()) await refreshUser().catch(() => undefined);
}

/** All sessions of some account are over; perhaps the one of this page too. */
export async function askForSession(): Promise<void> {
  if (isSignedIn()) await restore();
}

export const confirmLink: Record<ConfirmedKind, (token: string) => Promise<void>> = {
  register: confirmRegistration,
  verify: async (token) => {
    await verifyEmail({ body: { token }, throwOnError: true });
    await lookAgain();
  },
  email: async (token) => {
    await confirmEmail({ body: { token }, throwOnError: true });
    await lookAgain();
  },
  revert: async (token) => {
    await revertEmail({ body: { token }, throwOnError: true });
    await askForSession();
  },
};

export const isDeadLink = (thrown: unknown): boolean =>
  thrown instanceof ApiError && thrown.fields.token === 'LINK_INVALID';
