/** Changes what one wants to hear of a place. Shown at once, taken back when the server refuses. Also ends mutes in time. */
import { setNotificationSettings } from '@/api';
import type { NotificationSetting } from '@/api/gen';
import { serverNow } from '@/lib/server-clock';
import { store } from '@/store';
import { settingOf } from '@/store/notifications/rules';
import { nextMuteEnd, sweptMutes, withNotificationSetting } from '@/store/read-states/reading';

type Change = Partial<Omit<NotificationSetting, 'place_id'>>;

export async function changeNotifications(placeId: string, change: Change): Promise<void> {
  const before = settingOf(store.getState(), placeId);
  const wanted = { ...before, ...change };
  const { place_id, ...body } = wanted;
  keep(wanted);
  try {
    keep((await setNotificationSettings({ path: { place_id }, body, throwOnError: true })).data);
  } catch (thrown) {
    keep(before);
    throw thrown;
  }
}

function keep(setting: NotificationSetting): void {
  store.setState((state) => withNotificationSetting(state, setting), true);
}

/** Timers cannot wait longer than this. */
const LONGEST_WAIT_MS = 24 * 60 * 60_000;

/** Unmutes in time, until the answer is called. */
export function endMutesInTime(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const sweep = () => {
    store.setState((state) => sweptMutes(state, serverNow()), true);
    wait();
  };
  const wait = () => {
    clearTimeout(timer);
    const end = nextMuteEnd(store.getState());
    if (end !== null) timer = setTimeout(sweep, Math.min(LONGEST_WAIT_MS, Math.max(0, end - serverNow())));
  };
  const unsubscribe = store.subscribe((state, before) => {
    if (state.reading.settings !== before.reading.settings) wait();
  });
  wait();
  return () => {
    unsubscribe();
    clearTimeout(timer);
  };
}
