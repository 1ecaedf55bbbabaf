/**
 * Changes the notification settings of a place. Applied at once, reverted when the server refuses. Also ends mutes in
 * time.
 */
import { setNotificationSettings } from '@/api';
import type { NotificationSetting } from '@/api/gen';
import { httpOf } from '@/api/http';
import type { Client } from '@/client/client';
import { settingOf } from '@/store/notifications/rules';
import { nextMuteEnd, sweptMutes, withNotificationSetting } from '@/store/read-states/reading';

type Change = Partial<Omit<NotificationSetting, 'scope_id'>>;

export async function changeNotifications(client: Client, scopeId: string, change: Change): Promise<void> {
  const before = settingOf(client.store.getState(), scopeId);
  const wanted = { ...before, ...change };
  const { scope_id, ...body } = wanted;
  keep(client, wanted);
  try {
    keep(
      client,
      (
        await setNotificationSettings({
          client: httpOf(client),
          path: { scope_id },
          body,
          throwOnError: true,
        })
      ).data,
    );
  } catch (thrown) {
    keep(client, before);
    throw thrown;
  }
}

function keep(client: Client, setting: NotificationSetting): void {
  client.store.setState((state) => withNotificationSetting(state, setting), true);
}

/** Timers cannot wait longer than this. */
const LONGEST_WAIT_MS = 24 * 60 * 60_000;

/** Ends mutes in time. Returns a function that stops it. */
export function endMutesInTime(client: Client): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const sweep = () => {
    client.store.setState((state) => sweptMutes(state, client.clock.now()), true);
    wait();
  };
  const wait = () => {
    clearTimeout(timer);
    const end = nextMuteEnd(client.store.getState());
    if (end !== null)
      timer = setTimeout(sweep, Math.min(LONGEST_WAIT_MS, Math.max(0, end - client.clock.now())));
  };
  const unsubscribe = client.store.subscribe((state, before) => {
    if (state.reading.settings !== before.reading.settings) wait();
  });
  wait();
  return () => {
    unsubscribe();
    clearTimeout(timer);
  };
}
