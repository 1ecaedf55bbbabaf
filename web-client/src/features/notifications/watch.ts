/**
 * Tells the reader of what concerns them while they look elsewhere: a notification of the system, a sound, and the
 * number of what waits in the title, on the page's icon and on that of the installed client.
 */
import type { Client } from '@/client/client';
import { type HeardMessage, onMessages } from '@/gateway';
import { timeOfId } from '@/lib/ids';
import { noticeSettings } from '@/lib/notice-settings';
import { noteAtLeast, serverNow } from '@/lib/server-clock';
import { playSound } from '@/lib/sound';
import { notifies } from '@/store/notifications/rules';
import { allMentionsOf } from '@/store/read-states/selectors';
import { setTitleCount } from '@/ui/page-title/PageTitle';
import { isLookedAt, isOneToTell, shareAttention } from './attention';
import { closeNotifications, showNotification } from './desktop';
import { badgeFavicon } from './favicon';

import type { Where } from './where';

/** What is older was missed while the connection was away; it waits in the inbox. */
const NEWS_MS = 60_000;
const BETWEEN_SOUNDS_MS = 2_000;

let lastSound = 0;

/** Until the answer is called. */
export function startNotifying(client: Client, where: Where): () => void {
  const stops = [
    shareAttention(where),
    onMessages(client, (heard) => {
      for (const one of heard) void tell(client, one, where);
    }),
    showCount(client),
    closeWhatIsSeen(where),
  ];
  return () => {
    for (const stop of stops) stop();
    show(0);
  };
}

async function tell(client: Client, heard: HeardMessage, where: Where): Promise<void> {
  const { message, guildId } = heard;
  const made = timeOfId(message.id).getTime();
  noteAtLeast(made);
  const isOld = serverNow() - made > NEWS_MS;
  if (isOld || !notifies(client.store.getState(), message, guildId)) return;
  if (await isLookedAt(message.channel_id, where)) return;
  if (!(await isOneToTell(message.id))) return;
  const { desktop, sound } = noticeSettings.getState();
  if (desktop) await showNotification(client, heard, where);
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
