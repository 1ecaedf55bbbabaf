/** The typing users: at most three names. The line has a constant height, so nothing moves when it fills. */
import { useText } from '@/i18n';
import { useDisplayName, useTyping } from '@/store/selectors';
import styles from './Composer.module.css';

export function TypingLine({ guildId, channelId }: { guildId: string | undefined; channelId: string }) {
  const text = useText();
  const typing = useTyping(channelId);
  const first = useDisplayName(guildId, typing[0]) || text('timeline.someone');
  const second = useDisplayName(guildId, typing[1]) || text('timeline.someone');
  const third = useDisplayName(guildId, typing[2]) || text('timeline.someone');
  const words = () => {
    if (typing.length === 1) return text('composer.typing.one', { first });
    if (typing.length === 2) return text('composer.typing.two', { first, second });
    if (typing.length === 3) return text('composer.typing.three', { first, second, third });
    return text('composer.typing.many');
  };
  return <div className={styles.typing}>{typing.length > 0 && words()}</div>;
}
