/** The list of members above the field. Focus stays in the field; the active entry is named to it by id. */
import { useText } from '@/i18n';
import { userAvatar } from '@/lib/images';
import { usePresence } from '@/store/selectors';
import { Avatar } from '@/ui/avatar/Avatar';
import { PresenceDot } from '@/ui/presence-dot/PresenceDot';
import styles from './Composer.module.css';
import type { CompletionList } from './use-completion';

export const LIST_ID = 'composer-mentions';
export const optionId = (userId: string): string => `composer-mention-${userId}`;

export function MentionList({ list }: { list: CompletionList }) {
  const text = useText();
  const open = list.offered.length > 0;
  return (
    <>
      <div className={styles.srStatus} role="status">
        {open && text('composer.mentions.count', { count: list.offered.length })}
      </div>
      {open && (
        <div id={LIST_ID} className={styles.mentions} role="listbox" aria-label={text('composer.mentions')}>
          {list.offered.map((member, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys belong to the field, which keeps the focus
            <div
              key={member.user.id}
              id={optionId(member.user.id)}
              role="option"
              tabIndex={-1}
              aria-selected={index === list.active}
              className={index === list.active ? styles.activeMention : styles.mention}
              onPointerEnter={() => list.setActive(index)}
              // The field keeps the focus.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => list.take(member)}
            >
              <Avatar id={member.user.id} name={member.name} src={userAvatar(member.user, 24)} size={24} />
              <span className={styles.mentionName}>{member.name}</span>
              <span className={styles.mentionUser}>@{member.user.username}</span>
              <MemberPresence userId={member.user.id} />
            </div>
          ))}
        </div>
      )}
    </>
  );
}

function MemberPresence({ userId }: { userId: string }) {
  return <PresenceDot status={usePresence(userId)} />;
}
