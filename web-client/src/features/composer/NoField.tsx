/** Replaces the field where writing is not possible: the reason, and what can be done about it. */
import { type MessageId, T } from '@/i18n';
import { partnerOf, useDm } from '@/store/dms/selectors';
import { Button } from '@/ui/button/Button';
import { useUserActions } from '@/users/use-user-actions';
import styles from './Composer.module.css';

const WORDS = {
  forbidden: 'composer.forbidden',
  blocked: 'dm.blocked',
  gone: 'dm.gone',
  before: 'composer.lastKnown',
} as const satisfies Record<string, MessageId>;

interface Props {
  channelId: string;
  why: keyof typeof WORDS;
}

export function NoField({ channelId, why }: Props) {
  const partner = partnerOf(useDm(channelId)) ?? '';
  const { unblock } = useUserActions(partner, channelId);
  return (
    <div className={styles.forbidden}>
      <p>
        <T id={WORDS[why]} />
      </p>
      {why === 'blocked' && unblock !== null && (
        <Button size="small" onPress={unblock}>
          <T id="user.unblock" />
        </Button>
      )}
    </div>
  );
}
