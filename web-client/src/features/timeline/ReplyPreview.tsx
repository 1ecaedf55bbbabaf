/** The message being answered, in one line; a press jumps to it. */
import { CornerUpRight } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import type { Message } from '@/api/gen';
import { useClient } from '@/client/context';
import { useText } from '@/i18n';
import { jumpTo } from '@/store/composer/composer-state';
import { useIsFolded } from '@/store/dms/selectors';
import { toPlain } from '@/store/mentions/mentions';
import { nameOf, useDisplayName, useMessage, useNaming } from '@/store/selectors';
import styles from './Message.module.css';

export function ReplyPreview({ message, guildId }: { message: Message; guildId: string | undefined }) {
  const client = useClient();
  const text = useText();
  const targetId = message.message_reference?.message_id ?? message.referenced_message?.id ?? null;
  const inWindow = useMessage(message.channel_id, targetId);
  const target = inWindow ?? message.referenced_message;
  const known = useDisplayName(guildId, target?.author.id);
  const naming = useNaming();
  const folded = useIsFolded(message.channel_id, target?.author.id ?? '');
  if (target === null || target === undefined || targetId === null) {
    return (
      <p className={styles.reply}>
        <CornerUpRight aria-hidden="true" />
        {text(target === null ? 'timeline.reply.gone' : 'timeline.reply.unknown')}
      </p>
    );
  }
  const author = known || naming(target.author);
  return (
    <Button className={styles.reply} onPress={() => jumpTo(client, message.channel_id, targetId)}>
      <CornerUpRight aria-hidden="true" />
      <span className={styles.replyAuthor} dir="auto">
        {text('timeline.reply.to', { author })}
      </span>
      <span className={styles.replyText} dir="auto">
        {folded
          ? text('user.blocked.message')
          : toPlain(
              target.content,
              client.store.getState(),
              guildId,
              (id) => nameOf(client.store.getState(), guildId, id, text('user.gone')) || undefined,
            )}
      </span>
    </Button>
  );
}
