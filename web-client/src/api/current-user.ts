/** The account as the client relies on it, whatever a server of another version leaves out. */
import type { CurrentUser } from './gen';

type Received = Readonly<Record<string, unknown>>;

const textOr = <T>(value: unknown, otherwise: T): string | T =>
  typeof value === 'string' ? value : otherwise;

export function withUsualValues(user: CurrentUser): CurrentUser {
  const { bio, email, verified, mfa_enabled, avatar, global_name, chatspace } = user as unknown as Received;
  const extras = (typeof chatspace === 'object' && chatspace !== null ? chatspace : {}) as Received;
  return {
    ...user,
    avatar: textOr(avatar, null),
    global_name: textOr(global_name, null),
    bio: textOr(bio, ''),
    email: textOr(email, null),
    verified: verified === true,
    mfa_enabled: mfa_enabled === true,
    chatspace: {
      operator: extras.operator === true,
      pending_email: textOr(extras.pending_email, null),
      custom_status: textOr(extras.custom_status, null),
      custom_status_expires_at: textOr(extras.custom_status_expires_at, null),
    },
  };
}
