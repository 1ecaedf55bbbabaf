/** The account as the client relies on it, whatever a server of another version leaves out. */
import type { CurrentUser, CurrentUserExtras } from './gen';

/** Types promise more than the wire. */
type Received = Partial<Omit<CurrentUser, 'chatspace'>> & { chatspace?: Partial<CurrentUserExtras> };

export function withUsualValues(user: CurrentUser): CurrentUser {
  const { bio, email, verified, mfa_enabled, avatar, global_name, chatspace }: Received = user;
  return {
    ...user,
    avatar: avatar ?? null,
    global_name: global_name ?? null,
    bio: bio ?? '',
    email: email ?? null,
    verified: verified ?? false,
    mfa_enabled: mfa_enabled ?? false,
    chatspace: {
      operator: chatspace?.operator ?? false,
      pending_email: chatspace?.pending_email ?? null,
      custom_status: chatspace?.custom_status ?? null,
      custom_status_expires_at: chatspace?.custom_status_expires_at ?? null,
    },
  };
}
