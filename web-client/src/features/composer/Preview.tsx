/** How the message will look, above the field. */
import { useText } from '@/i18n';
import { Markdown } from '@/markdown/Markdown';
import styles from './Composer.module.css';

interface Props {
  isOpen: boolean;
  wire: string;
  guildId: string | undefined;
}

export function Preview({ wire, guildId }: Props) {
  const text = useText();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
    <section className={styles.preview} tabIndex={0} aria-label={text('composer.preview')}>
      {wire === '' ? text('composer.preview.empty') : <Markdown source={wire} guildId={guildId} />}
    </section>
  );
}
