/** The actions of a message, and whether the reader may perform them. Keys, toolbar and menu share this list. */
import { type RefObject, useMemo } from 'react';
import type { Message } from '@/api/gen';
import type { Client } from '@/client/client';
import { useClient } from '@/client/context';
import { markUnreadFrom } from '@/gateway';
import { useText } from '@/i18n';
import { replyTo, startEditing } from '@/store/composer/composer-state';
import { toWritten } from '@/store/mentions/mentions';
import { mentionNames } from '@/store/mentions/names';
import { isOrdinary } from '@/store/messages/kinds';
import { holdUnread } from '@/store/read-states/held-unread';
import { useCan, useLastKnown, useMe } from '@/store/selectors';
import { showProfile } from '@/store/users/profile-card';
import { useWhenOnline } from '@/ui/offline/offline';
import { showToast } from '@/ui/toast/toast';

export interface MessageActions {
  reply: (() => void) | null;
  edit: (() => void) | null;
  copy: () => void;
  copyLink: () => void;
  markUnread: () => void;
  openProfile: () => void;
  /** Asks first. */
  remove: (() => void) | null;
}

const addressOf = ({ channel_id }: Message, guildId: string | undefined): string =>
  guildId === undefined ? `/dm/${channel_id}` : `/channels/${guildId}/${channel_id}`;

/** Its text in written form, with names for ids. */
export function writtenOf(client: Client, { content, channel_id, mentions }: Message): string {
  const mentioned = mentions.map(({ id }) => id);
  return toWritten(content, mentionNames(client.store.getState(), channel_id, mentioned));
}

export function useMessageActions(
  message: Message,
  guildId: string | undefined,
  askToDelete: (message: Message) => void,
  row: RefObject<Element | null>,
): MessageActions {
  const client = useClient();
  const text = useText();
  const whenOnline = useWhenOnline();
  const isMine = useMe()?.id === message.author.id;
  const own = useLastKnown() === null && isMine;
  const maySend = useCan(message.channel_id, 'sendMessages');
  const mayManage = useCan(message.channel_id, 'manageMessages');

  return useMemo<MessageActions>(() => {
    const ordinary = isOrdinary(message);
    const copy = async (content: string) => {
      try {
        await navigator.clipboard.writeText(content);
        showToast({ text: text('timeline.copied') });
      } catch {
        showToast({ text: text('timeline.failed.action') });
      }
    };
    const markUnread = async () => {
      holdUnread(client, message.channel_id, message.id);
      try {
        await markUnreadFrom(client, message.channel_id, message.id);
      } catch {
        showToast({ text: text('timeline.failed.action') });
      }
    };
    return {
      reply: maySend && ordinary ? () => replyTo(client, message.channel_id, message) : null,
      edit: own && ordinary ? () => startEditing(client, message.channel_id, message.id) : null,
      copy: () => void copy(writtenOf(client, message)),
      copyLink: () => void copy(`${location.origin}${addressOf(message, guildId)}#${message.id}`),
      markUnread: whenOnline(() => void markUnread()),
      openProfile: () => {
        const beside = row.current;
        if (beside !== null) showProfile(client, { userId: message.author.id, guildId, beside });
      },
      remove: own || mayManage ? () => askToDelete(message) : null,
    };
  }, [message, guildId, own, maySend, mayManage, askToDelete, row, text, whenOnline, client]);
}
