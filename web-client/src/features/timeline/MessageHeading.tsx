/**
 * Author and time, as a level 3 heading: screen readers jump from message to message by it. A row that continues the
 * one above keeps the heading for them and shows the time in the gutter on hover and focus.
 *
 * Avatar and name open the profile. For the keyboard the profile is in the menu of the message, so that Tab does not
 * stop at every name.
 */
import { type MouseEvent, memo } from 'react';
import type { Message } from '@/api/gen';
import { useClient } from '@/client/context';
import { T, useFormats, useText } from '@/i18n';
import { userAvatar } from '@/lib/images';
import { useUser } from '@/store/selectors';
import { showProfile } from '@/store/users/profile-card';
import { Avatar } from '@/ui/avatar/Avatar';
import { VisuallyHidden } from '@/ui/visually-hidden/VisuallyHidden';
import { useUserTrigger } from '@/users/use-user-trigger';
import { timeOf } from './items';
import styles from './Message.module.css';

interface Props {
  id: string;
  message: Message;
  guildId: string | undefined;
  author: string;
  grouped: boolean;
}

export const MessageHeading = memo(function MessageHeading({ id, message, guildId, author, grouped }: Props) {
  const client = useClient();
  const user = useUser(message.author.id) ?? message.author;
  const { formatDate } = useFormats();
  const text = useText();
  const context = useUserTrigger(message.author.id, guildId);
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
  const openProfile = (event: MouseEvent) =>
    showProfile(client, { userId: user.id, guildId, beside: event.currentTarget });
  return (
    <>
      <button
        type="button"
        className={styles.avatar}
        tabIndex={-1}
        aria-hidden="true"
        {...context}
        onClick={openProfile}
      >
        <Avatar id={user.id} name={author} src={userAvatar(client, user)} size={40} />
      </button>
      <h3 id={id} className={styles.heading}>
        <button type="button" className={styles.author} tabIndex={-1} {...context} onClick={openProfile}>
          <bdi>{author}</bdi>
        </button>
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
