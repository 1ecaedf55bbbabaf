/**
 * A modal window: a card in the middle, a sheet at the bottom of a phone. Focus is held inside and goes back
 * where it was; Esc and the close button leave. `ConfirmDialog` asks before something that cannot be undone.
 */
import { X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useText } from '@/i18n';
import { classes } from '@/lib/classes';
import { Button } from '../button/Button';
import { IconButton } from '../icon-button/IconButton';
import { Notice } from '../notice/Notice';
import { WhenOnline } from '../offline/NeedsConnection';
import styles from './Dialog.module.css';

interface DialogProps {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  size?: 'usual' | 'wide';
  role?: 'dialog' | 'alertdialog';
  /** Its content does not need the server. All other dialogs say that they need a connection. */
  worksOffline?: boolean;
  children: ReactNode;
}

export function Dialog({ isOpen, onClose, title, size = 'usual', role = 'dialog', ...content }: DialogProps) {
  const text = useText();
  return (
    <ModalOverlay
      className={styles.overlay}
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={role === 'dialog'}
    >
      <Modal className={classes(styles.modal, size === 'wide' && styles.wide)}>
        <AriaDialog className={styles.dialog} role={role}>
          <header className={styles.header}>
            <Heading slot="title" level={2} className={styles.title}>
              {title}
            </Heading>
            <IconButton label={text('common.close')} icon={<X />} onPress={onClose} />
          </header>
          {content.worksOffline ? content.children : <WhenOnline level={3}>{content.children}</WhenOnline>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/** The part of a dialog that scrolls. */
export function DialogBody({ children }: { children: ReactNode }) {
  return <div className={styles.body}>{children}</div>;
}

/** The row of buttons; the primary one comes last. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <footer className={styles.actions}>{children}</footer>;
}

interface ConfirmProps {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  question: ReactNode;
  /** Further content below the question, such as a choice. */
  children?: ReactNode;
  action: string;
  /** Performs the action; failures are shown through `failure` and the dialog stays open. */
  onConfirm: () => Promise<void>;
  failure: (error: unknown) => string;
}

export function ConfirmDialog({
  isOpen,
  onClose,
  title,
  question,
  children,
  action,
  onConfirm,
  failure,
}: ConfirmProps) {
  const text = useText();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string>();

  const confirm = async () => {
    setPending(true);
    setProblem(undefined);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setProblem(failure(error));
    } finally {
      setPending(false);
    }
  };

  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={title} role="alertdialog">
      <DialogBody>
        <p>{question}</p>
        {children}
        {problem !== undefined && <Notice tone="danger">{problem}</Notice>}
      </DialogBody>
      <DialogActions>
        <Button variant="quiet" onPress={onClose} autoFocus>
          {text('common.cancel')}
        </Button>
        <Button variant="danger" isPending={pending} onPress={() => void confirm()}>
          {action}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
