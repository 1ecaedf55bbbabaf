/** The session as a hook. */
import { useStore } from 'zustand';
import { type SessionState, sessionStore } from './session';

export const useSession = (): SessionState => useStore(sessionStore);
