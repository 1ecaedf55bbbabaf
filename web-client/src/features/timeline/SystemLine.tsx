/** A notice of the system: one calm line, without an avatar and a name of its own. */
import { Info } from 'lucide-react';
import type { Message } from '@/api/gen';
import { useFormats, useText } from '@/i18n';
import { systemText } from '@/store/messages/kinds';
import { useDisplayName, useNaming } from '@/store/selectors';
import { VisuallyHidden } from '@/ui/visually-hidden/VisuallyHidden';
import { timeOf } from './items';
import styles from './Message.module.css';
import { systemIcon } from './system';

interface Props {
  /** Of the heading, by which the row is named. */
  id: string;
  message: Message;
  guildId: string | undefined;
  author: string;
}

export function SystemLine({ id, message, guildId, author }: Props) {
  const text = useText();
  const { formatDate } = useFormats();
  const [mentioned] = message.mentions;
  const known = useDisplayName(guildId, mentioned?.id);
  const naming = useNaming();
  const person = known || (mentioned === undefined ? '' : naming(mentioned));
  const time = timeOf(message);
  const short = formatDate(time, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const Icon = systemIcon(message) ?? Info;
  return (
    <>
      <h3 id={id} className={styles.hiddenHeading}>
        <VisuallyHidden>{text('timeline.message.heading', { author, time: short })}</VisuallyHidden>
      </h3>
      <Icon className={styles.systemIcon} aria-hidden="true" />
      <p className={styles.system}>
        {systemText(message, author, person || text('timeline.someone'), text)}{' '}
        <time
          className={styles.time}
          dateTime={time.toISOString()}
          title={formatDate(time, { dateStyle: 'long', timeStyle: 'short' })}
        >
          {short}
        </time>
      </p>
    </>
  );
}
