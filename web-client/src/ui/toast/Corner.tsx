/** The corner with its toasts. The library's toast is still marked unstable; this is the only file that knows it. */
import { X } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Text } from 'react-aria-components/Text';
import {
  UNSTABLE_ToastRegion as Region,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
} from 'react-aria-components/Toast';
import { useText } from '@/i18n';
import { Button } from '../button/Button';
import type { ToastMessage } from './message';
import styles from './toast.module.css';

export const queue = new ToastQueue<ToastMessage>({ maxVisibleToasts: 3 });

export function Corner() {
  const text = useText();
  return (
    <Region queue={queue} className={styles.region} aria-label={text('common.notices')}>
      {({ toast }) => (
        <Toast toast={toast} className={styles.toast}>
          <ToastContent className={styles.content}>
            <Text slot="title">{toast.content.text}</Text>
          </ToastContent>
          {toast.content.action !== undefined && (
            <Button
              size="small"
              onPress={() => {
                toast.content.action?.onPress();
                queue.close(toast.key);
              }}
            >
              {toast.content.action.text}
            </Button>
          )}
          <AriaButton slot="close" className={styles.close} aria-label={text('common.close')}>
            <X aria-hidden="true" />
          </AriaButton>
        </Toast>
      )}
    </Region>
  );
}
