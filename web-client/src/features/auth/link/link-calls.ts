/** The call of each kind of link, and how an expired link is recognised. */
import { ApiError, confirmEmail, revertEmail, verifyEmail } from '@/api';
import { httpOf } from '@/api/http';
import { confirmRegistration, refreshUser, restore, sessionStore } from '@/api/session';
import type { Client } from '@/client/client';
import type { LinkKind } from '@/lib/link-token';

export interface LinkProps {
  token: string;
  onDone: () => Promise<void>;
  onDead: () => void;
}

export type ConfirmedKind = Exclude<LinkKind, 'reset'>;

const isSignedIn = (client: Client) => sessionStore(client).getState().status === 'signed-in';

/** The page may belong to the account that has changed. */
export async function lookAgain(client: Client): Promise<void> {
  if (isSignedIn(client)) await refreshUser(client).catch(() => undefined);
}

/** All sessions of some account are over; perhaps the one of this page too. */
export async function askForSession(client: Client): Promise<void> {
  if (isSignedIn(client)) await restore(client);
}

export const confirmLink: Record<ConfirmedKind, (client: Client, token: string) => Promise<void>> = {
  register: confirmRegistration,
  verify: async (client, token) => {
    await verifyEmail({ client: httpOf(client), body: { token }, throwOnError: true });
    await lookAgain(client);
  },
  email: async (client, token) => {
    await confirmEmail({ client: httpOf(client), body: { token }, throwOnError: true });
    await lookAgain(client);
  },
  revert: async (client, token) => {
    await revertEmail({ client: httpOf(client), body: { token }, throwOnError: true });
    await askForSession(client);
  },
};

export const isDeadLink = (thrown: unknown): boolean =>
  thrown instanceof ApiError && thrown.fields.token === 'LINK_INVALID';
