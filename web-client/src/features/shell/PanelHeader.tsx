/** The header of a panel that covers the log, with the way back. The panel has its own heading. */
import { X } from 'lucide-react';
import { useText } from '@/i18n';
import { IconButton } from '@/ui/icon-button/IconButton';
import styles from './PanelHeader.module.css';

export function PanelHeader({ title, onClose }: { title: string; onClose: () => void }) {
  const text = useText();
  return (
    <header className={styles.header}>
      <p className={styles.title}>{title}</p>
      <IconButton label={text('shell.backToChat')} icon={<X />} onPress={onClose} />
    </header>
  );
}
