/** What a message says: its text, or the field to change it, with what belongs to it. */
import type { Message } from '@/api/gen';
import { T } from '@/i18n';
import { Markdown } from '@/markdown/Markdown';
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
      {editing ? <EditInline message={message} /> : <Words message={message} guildId={guildId} />}
      <Attachments message={message} />
      {pending !== null && <PendingLine pending={pending} />}
    </div>
  );
}

function Words({ message, guildId }: { message: Message; guildId: string | undefined }) {
  return (
    <>
      {message.content !== '' && <Markdown source={message.content} guildId={guildId} />}
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
