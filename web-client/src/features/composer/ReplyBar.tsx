/** Above the field while a message is being answered; Esc or the cross leaves it. */
import { X } from 'lucide-react';
import { useClient } from '@/client/context';
import { useText } from '@/i18n';
import { useEscape } from '@/keyboard/escape-stack';
import { replyTo, useComposerState } from '@/store/composer/composer-state';
import { useDisplayName, useNaming } from '@/store/selectors';
import { IconButton } from '@/ui/icon-button/IconButton';
import styles from './Composer.module.css';

export function ReplyBar({ guildId, channelId }: { guildId: string | undefined; channelId: string }) {
  const client = useClient();
  const text = useText();
  const target = useComposerState(channelId, (composer) => composer.replyTo);
  const known = useDisplayName(guildId, target?.author.id);
  const naming = useNaming();
  useEscape('reply', () => {
    if (target === null) return false;
    replyTo(client, channelId, null);
    return true;
  });
  if (target === null) return null;
  const author = known || naming(target.author);
  return (
    <div className={styles.reply}>
      <span className={styles.replyWords}>{text('composer.replyingTo', { author })}</span>
      <IconButton
        size="small"
        label={text('composer.reply.cancel')}
        icon={<X aria-hidden="true" />}
        onPress={() => replyTo(client, channelId, null)}
      />
    </div>
  );
}
