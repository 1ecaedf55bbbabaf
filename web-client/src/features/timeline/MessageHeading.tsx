/**
 * Author and time, as a heading of level 3: screen readers jump from message to message by it. A row that continues
 * the one above keeps the heading for them and shows the time in the gutter on hover and focus.
 */
import { memo } from 'react';
import type { Message } from '@/api/gen';
import { T, useFormats, useText } from '@/i18n';
import { Avatar } from '@/ui/avatar/Avatar';
import { VisuallyHidden } from '@/ui/visually-hidden/VisuallyHidden';
import { timeOf } from './items';
import styles from './Message.module.css';

interface Props {
  id: string;
  message: Message;
  author: string;
  grouped: boolean;
}

export const MessageHeading = memo(function MessageHeading({ id, message, author, grouped }: Props) {
  const { formatDate } = useFormats();
  const text = useText();
  const time = timeOf(message);
  // The gutter is narrow: hours and minutes only, never AM or PM.
  const short = formatDate(time, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const full = formatDate(time, { dateStyle: 'long', timeStyle: 'short' });
  if (grouped) {
    return (
      <>
        <h3 id={id} className={styles.hiddenHeading}>
          <VisuallyHidden>{text('timeline.message.heading', { author, time: short })}</VisuallyHidden>
        </h3>
        <time className={styles.gutter} dateTime={time.toISOString()} title={full} aria-hidden="true">
          {short}
        </time>
      </>
    );
  }
  return (
    <>
      <span className={styles.avatar}>
        <Avatar id={message.author.id} name={author} size={40} />
      </span>
      <h3 id={id} className={styles.heading}>
        <span className={styles.author}>{author}</span>
        {message.author.bot && (
          <span className={styles.bot}>
            <T id="timeline.bot" />
          </span>
        )}{' '}
        <time className={styles.time} dateTime={time.toISOString()} title={full}>
          {short}
        </time>
      </h3>
    </>
  );
});
