/**
 * Notifies the reader of relevant messages while they look elsewhere: a system notification, a sound, and the number of
 * mentions in the title, on the page's icon and on the installed client's.
 */
import type { Client } from '@/client/client';
import { onMessages, type ReceivedMessage } from '@/gateway';
import { timeOfId } from '@/lib/ids';
import { noticeSettings } from '@/lib/notice-settings';
import { playSound } from '@/lib/sound';
import { notifies } from '@/store/notifications/rules';
import { allMentionsOf } from '@/store/read-states/selectors';
import { setTitleCount } from '@/ui/page-title/PageTitle';
import { isLookedAt, isNotifier, shareAttention } from './attention';
import { closeNotifications, showNotification } from './desktop';
import { badgeFavicon } from './favicon';

import type { Where } from './where';

/** Older messages were missed while disconnected; they are in the inbox. */
const NEWS_MS = 60_000;
const BETWEEN_SOUNDS_MS = 2_000;

let lastSound = 0;

/** Returns a function that stops it. */
export function startNotifying(client: Client, where: Where): () => void {
  const stops = [
    shareAttention(client, where),
    onMessages(client, (received) => {
      for (const one of received) void notify(client, one, where);
    }),
    showCount(client),
    closeWhatIsSeen(where),
  ];
  return () => {
    for (const stop of stops) stop();
    show(0);
  };
}

async function notify(client: Client, received: ReceivedMessage, where: Where): Promise<void> {
  const { message, guildId } = received;
  const made = timeOfId(message.id).getTime();
  client.clock.noteAtLeast(made);
  const isOld = client.clock.now() - made > NEWS_MS;
  if (isOld || !notifies(client.store.getState(), message, guildId)) return;
  if (await isLookedAt(client, message.channel_id, where)) return;
  if (!(await isNotifier(client, message.id))) return;
  const { desktop, sound } = noticeSettings.getState();
  if (desktop) await showNotification(client, received, where);
  if (!sound || Date.now() - lastSound < BETWEEN_SOUNDS_MS) return;
  lastSound = Date.now();
  await playSound().catch(() => undefined);
}

function showCount(client: Client): () => void {
  show(allMentionsOf(client.store.getState()));
  return client.store.subscribe((state, before) => {
    if (state.reading === before.reading) return;
    const count = allMentionsOf(state);
    if (count !== allMentionsOf(before)) show(count);
  });
}

function show(count: number): void {
  setTitleCount(count);
  void badgeFavicon(count);
  const badge = count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.();
  badge?.catch(() => undefined);
}

function closeWhatIsSeen(where: Where): () => void {
  const close = () => {
    const channelId = where.openChannel();
    if (channelId !== undefined && document.hasFocus()) void closeNotifications(channelId);
  };
  window.addEventListener('focus', close);
  const stopMoving = where.onMove(close);
  return () => {
    window.removeEventListener('focus', close);
    stopMoving();
  };
}
