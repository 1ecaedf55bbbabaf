/**
 * Whether the page shows stored data because the server cannot be reached. The application provides it, so that
 * dialogs, menus and lists show by themselves that they need a connection.
 */
import { createContext, useCallback, useContext } from 'react';
import { useText } from '@/i18n';
import { showToast } from '../toast/toast';

export const Offline = createContext(false);

export const useOffline = (): boolean => useContext(Offline);

/** Why an action cannot be done offline; undefined while connected. */
export function useOfflineReason(needsConnection = true): string | undefined {
  const text = useText();
  return useOffline() && needsConnection ? text('offline.reason') : undefined;
}

/** Wraps actions that require the server: offline they explain that and do nothing else. */
export function useWhenOnline(): <Args extends unknown[]>(
  run: (...args: Args) => void,
) => (...args: Args) => void {
  const reason = useOfflineReason();
  return useCallback(
    (run) =>
      (...args) =>
        reason === undefined ? run(...args) : showToast({ text: reason }),
    [reason],
  );
}
