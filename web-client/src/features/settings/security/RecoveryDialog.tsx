/** The recovery codes, shown once: to be written down, copied or saved as a file. */
import { Copy, Download } from 'lucide-react';
import { T, useText } from '@/i18n';
import { saveFile } from '@/lib/download';
import { Button } from '@/ui/button/Button';
import { Dialog, DialogActions, DialogBody } from '@/ui/dialog/Dialog';
import { Notice } from '@/ui/notice/Notice';
import { showToast } from '@/ui/toast/toast';
import settingsStyles from '../Settings.module.css';
import styles from './security.module.css';

interface Props {
  codes: readonly string[];
  onClose: () => void;
}

export function RecoveryDialog({ codes, onClose }: Props) {
  const text = useText();
  const lines = `${codes.join('\n')}\n`;
  const copy = async () => {
    await navigator.clipboard.writeText(lines);
    showToast({ text: text('common.copied') });
  };
  const download = () => saveFile(new Blob([lines], { type: 'text/plain' }), 'chatspace-recovery-codes.txt');
  return (
    // A press outside the dialog must not close it.
    <Dialog isOpen onClose={onClose} title={text('settings.recovery')} role="alertdialog">
      <DialogBody>
        <Notice tone="calm">
          <T id="settings.recovery.words" />
        </Notice>
        <ul className={styles.codes} aria-label={text('settings.recovery')}>
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ul>
        <div className={settingsStyles.buttons}>
          <Button icon={<Copy size={17} aria-hidden="true" />} onPress={() => void copy()}>
            <T id="settings.recovery.copy" />
          </Button>
          <Button icon={<Download size={17} aria-hidden="true" />} onPress={download}>
            <T id="settings.recovery.download" />
          </Button>
        </div>
      </DialogBody>
      <DialogActions>
        <Button variant="primary" onPress={onClose}>
          <T id="settings.recovery.done" />
        </Button>
      </DialogActions>
    </Dialog>
  );
}
