/** The button for the inbox, in the rail. */
import { Inbox } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { useText } from '@/i18n';
import { shownShortcut } from '@/keyboard/custom-keys';
import { Tooltip } from '@/ui/tooltip/Tooltip';
import styles from './InboxButton.module.css';

export function InboxButton({ onOpen }: { onOpen: () => void }) {
  const text = useText();
  return (
    <Tooltip text={text('unread.inbox')} keys={shownShortcut('inbox.open')} placement="right">
      <Button className={styles.button} aria-label={text('unread.inbox')} onPress={onOpen}>
        <Inbox aria-hidden="true" />
      </Button>
    </Tooltip>
  );
}
