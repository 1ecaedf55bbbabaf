/** What a name may become, above the field. Focus stays in the field; the active entry is named to it by id. */
import { AtSign, Hash } from 'lucide-react';
import { useClient } from '@/client/context';
import { useText } from '@/i18n';
import { userAvatar } from '@/lib/images';
import { usePresence } from '@/store/selectors';
import { Avatar } from '@/ui/avatar/Avatar';
import { Guarded } from '@/ui/guarded/Guarded';
import { PresenceDot } from '@/ui/presence-dot/PresenceDot';
import styles from './Composer.module.css';
import type { Offer } from './completions';
import type { CompletionList } from './use-completion';

export const LIST_ID = 'composer-mentions';
export const optionId = (id: string): string => `composer-mention-${id}`;

export function MentionList({ list }: { list: CompletionList }) {
  const text = useText();
  const open = list.offered.length > 0;
  const isEmoji = list.offered[0]?.kind === 'emoji';
  const label = text(isEmoji ? 'emoji.pick' : 'composer.mentions');
  return (
    <>
      <div className={styles.srStatus} role="status">
        {open &&
          text(isEmoji ? 'composer.emoji.count' : 'composer.mentions.count', { count: list.offered.length })}
      </div>
      {open && (
        <div id={LIST_ID} className={styles.mentions} role="listbox" aria-label={label}>
          {list.offered.map((offer, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys belong to the field, which keeps the focus
            <div
              key={offer.id}
              id={optionId(offer.id)}
              role="option"
              tabIndex={-1}
              aria-selected={index === list.active}
              className={index === list.active ? styles.activeMention : styles.mention}
              // Only a pointer that moves chooses: the list may open, or change, under one that rests.
              onPointerMove={() => list.setActive(index)}
              // The field keeps the focus.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => list.take(offer)}
            >
              <Guarded of={offer} text={offer.name}>
                <OfferWords offer={offer} />
              </Guarded>
            </div>
          ))}
        </div>
      )}
    </>
  );
}

const WORDS = {
  role: 'composer.mentions.role',
  '@everyone': 'composer.mentions.everyone',
  '@here': 'composer.mentions.here',
} as const;

function OfferWords({ offer }: { offer: Offer }) {
  const client = useClient();
  const text = useText();
  if (offer.kind === 'user') {
    return (
      <>
        <Avatar id={offer.id} name={offer.name} src={userAvatar(client, offer.user, 24)} size={24} />
        <span className={styles.mentionName}>{offer.name}</span>
        <span className={styles.mentionUser}>@{offer.user.username}</span>
        <MemberPresence userId={offer.id} />
      </>
    );
  }
  if (offer.kind === 'emoji') {
    return (
      <>
        <span className={styles.offeredEmoji} aria-hidden="true">
          {offer.insert}
        </span>
        <span className={styles.mentionName}>{offer.name}</span>
      </>
    );
  }
  if (offer.kind === 'channel') {
    return (
      <>
        <Hash aria-hidden="true" size={18} />
        <span className={styles.mentionName}>{offer.name}</span>
      </>
    );
  }
  return (
    <>
      <AtSign aria-hidden="true" size={18} />
      <span className={styles.mentionName}>{offer.name}</span>
      <span className={styles.mentionUser}>
        {text(offer.kind === 'everyone' ? WORDS[offer.id] : WORDS.role)}
      </span>
    </>
  );
}

function MemberPresence({ userId }: { userId: string }) {
  return <PresenceDot status={usePresence(userId)} />;
}
