/** The content of a message: its text or the editor, attachments and embeds. */
import type { Message } from '@/api/gen';
import { T } from '@/i18n';
import { classes } from '@/lib/classes';
import { isEmojiOnly } from '@/lib/emoji-only';
import { Markdown } from '@/markdown/Markdown';
import { useCan } from '@/store/selectors';
import { Attachments } from './Attachments';
import { EditInline } from './EditInline';
import type { Item } from './items';
import styles from './Message.module.css';
import { PendingLine } from './PendingLine';

interface Props {
  item: Item;
  guildId: string | undefined;
  editing: boolean;
}

export function MessageBody({ item: { message, pending }, guildId, editing }: Props) {
  return (
    <div className={styles.content}>
      {editing ? (
        <EditInline message={message} />
      ) : (
        <Words message={message} guildId={guildId} isPending={pending !== null} />
      )}
      <Attachments message={message} />
      {pending !== null && <PendingLine pending={pending} />}
    </div>
  );
}

interface WordsProps {
  message: Message;
  guildId: string | undefined;
  isPending: boolean;
}

function Words({ message, guildId, isPending }: WordsProps) {
  const mayMentionAll = useCan(message.channel_id, 'mentionEveryone');
  const mentionsAll = isPending ? mayMentionAll : message.mention_everyone;
  return (
    <>
      {message.content !== '' && (
        <div className={classes(isEmojiOnly(message.content) && styles.emojiOnly)}>
          <Markdown source={message.content} guildId={guildId} mentionsAll={mentionsAll} />
        </div>
      )}
      {message.edited_timestamp !== null && <Edited at={message.edited_timestamp} />}
    </>
  );
}

function Edited({ at }: { at: string }) {
  return (
    <time className={styles.edited} dateTime={at} title={at}>
      <T id="timeline.edited" />
    </time>
  );
}
