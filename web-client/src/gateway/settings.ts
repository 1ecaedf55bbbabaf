/** The settings that one's devices share: a change holds at once and is taken back if the server refuses it. */
import { updateSettings } from '@/api';
import type { Settings } from '@/api/gen';
import { store } from '@/store';
import { withSettings } from '@/store/dms/dms';

export async function changeSettings(change: Partial<Settings>): Promise<void> {
  const before = store.getState().settings;
  if (before !== null) keep({ ...before, ...change });
  try {
    keep((await updateSettings({ body: change, throwOnError: true })).data);
  } catch (thrown) {
    if (before !== null) keep(before);
    throw thrown;
  }
}

function keep(settings: Settings): void {
  store.setState((state) => withSettings(state, settings), true);
}
