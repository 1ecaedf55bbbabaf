/** System notifications: one per channel, with its newest message; pressing it opens the channel. */
import type { Message } from '@/api/gen';
import type { Client } from '@/client/client';
import type { ReceivedMessage } from '@/gateway';
import { textOutside } from '@/i18n/outside';
import { userAvatar } from '@/lib/images';
import { toPlain } from '@/store/mentions/mentions';
import { isOrdinary, systemText } from '@/store/messages/kinds';
import { nameOf } from '@/store/selectors';
import { messagePath, type Where } from './where';

const ICON = '/icons/icon-192.png';

interface Shown {
  title: string;
  options: NotificationOptions & { data: { path: string } };
}

export const isPermitted = (): boolean =>
  typeof Notification !== 'undefined' && Notification.permission === 'granted';

export async function showNotification(
  client: Client,
  received: ReceivedMessage,
  where: Where,
): Promise<void> {
  if (!isPermitted()) return;
  const { title, options } = shownOf(client, received);
  const worker = await navigator.serviceWorker?.getRegistration();
  // Those of the worker outlive the page, and are the only ones supported on phones.
  if (worker?.active) {
    await worker.showNotification(title, options);
    return;
  }
  const notification = new Notification(title, options);
  notification.onclick = () => {
    window.focus();
    where.go(options.data.path);
    notification.close();
  };
}

/** The channel is in view: its notifications are outdated. */
export async function closeNotifications(channelId: string): Promise<void> {
  const worker = await navigator.serviceWorker?.getRegistration();
  for (const notification of (await worker?.getNotifications({ tag: channelId })) ?? []) notification.close();
}

function subjectOf({ mentions: [user] }: Message, nameFor: (id: string) => string | undefined): string {
  return user === undefined ? '' : (nameFor(user.id) ?? user.username);
}

export function shownOf(client: Client, { message, guildId }: ReceivedMessage): Shown {
  const state = client.store.getState();
  const gone = textOutside('user.gone');
  const nameFor = (userId: string) => nameOf(state, guildId, userId, gone) || undefined;
  const author = nameFor(message.author.id) ?? message.author.username;
  const channel = state.channels[message.channel_id];
  const place = guildId === undefined ? undefined : state.guilds[guildId]?.name;
  const words = isOrdinary(message)
    ? toPlain(message.content, state, guildId, nameFor)
    : systemText(message, author, subjectOf(message, nameFor), textOutside);
  return {
    title:
      channel === undefined || place === undefined
        ? author
        : textOutside('notify.from', { author, channel: channel.name, place }),
    options: {
      body: words === '' ? textOutside('notify.file') : words,
      icon: userAvatar(client, message.author, 96) ?? ICON,
      badge: '/icons/badge-96.png',
      tag: message.channel_id,
      // The client plays its own sound, and only one.
      silent: true,
      data: { path: messagePath(guildId, message.channel_id, message.id) },
    },
  };
}
