/** The top of a panel that lies over the conversation, with the way back to it. The panel has its own heading. */
import { X } from 'lucide-react';
import { useText } from '@/i18n';
import { IconButton } from '@/ui/icon-button/IconButton';
import styles from './PanelHeader.module.css';

export function PanelHeader({ title, onClose }: { title: string; onClose: () => void }) {
  const text = useText();
  return (
    <header className={styles.header}>
      <p className={styles.title}>{title}</p>
      <IconButton label={text('shell.backToConversation')} icon={<X />} onPress={onClose} />
    </header>
  );
}
