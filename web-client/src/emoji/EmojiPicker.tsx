/**
 * The one choice of an emoji, wherever one is needed: a popover beside what asked for it, a sheet on a phone.
 * Loaded when somebody is about to use it.
 */
import type { RefObject } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';
import { Dialog } from '@/ui/dialog/Dialog';
import { useLayout } from '@/ui/layout/use-layout';
import { EmojiList } from './EmojiList';
import styles from './EmojiPicker.module.css';

interface Props {
  isOpen: boolean;
  /** What the choice is for. */
  label: string;
  /** Where it stands. */
  beside: RefObject<HTMLElement | null>;
  /** Why not every emoji can be taken; then only those are that `isAllowed` names. */
  notice?: string | null;
  isAllowed?: (emoji: string) => boolean;
  onChoose: (emoji: string) => void;
  onClose: () => void;
}

const always = () => true;

export function EmojiPicker({ isOpen, label, beside, notice = null, isAllowed = always, ...on }: Props) {
  const layout = useLayout();
  const { onChoose, onClose } = on;
  if (!isOpen) return null;
  const choose = (emoji: string) => {
    onClose();
    onChoose(emoji);
  };
  const list = <EmojiList label={label} notice={notice} isAllowed={isAllowed} onChoose={choose} />;
  if (layout === 'phone')
    return (
      <Dialog isOpen onClose={onClose} title={label}>
        {list}
      </Dialog>
    );
  return (
    <Popover
      className={styles.popover}
      triggerRef={beside}
      isOpen
      onOpenChange={(open) => !open && onClose()}
      placement="bottom end"
      offset={4}
    >
      <AriaDialog className={styles.dialog} aria-label={label}>
        {list}
      </AriaDialog>
    </Popover>
  );
}
