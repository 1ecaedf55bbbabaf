/** The session as a hook. */
import { useStore } from 'zustand';
import { useClient } from '@/client/context';
import { type SessionState, sessionStore } from './session';

export const useSession = (): SessionState => {
  const client = useClient();
  return useStore(sessionStore(client));
};
