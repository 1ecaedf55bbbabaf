/** The signed-in user, for tests of screens. */
import { client } from '@tests/client';
import type { CurrentUser } from '@/api';
import { sessionStore } from '@/api/session';
import { aUser, currentUser } from './wire';

export function signedIn(more: Partial<CurrentUser> = {}): CurrentUser {
  const me = { ...currentUser(aUser('olena', { global_name: 'Олена' })), ...more };
  sessionStore(client).setState({ status: 'signed-in', user: me, unreachable: false }, true);
  return me;
}

/** The response about the installation. */
export const instance = {
  name: 'Липа',
  registration: 'open',
  version: '0.1.0',
  first_run: false,
  needs_setup_token: false,
  sends_mail: true,
};
