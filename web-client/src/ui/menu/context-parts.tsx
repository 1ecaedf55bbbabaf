/** The implementation of menus without a button; taken through `ContextMenu`. */
import { useRef } from 'react';
import { Button } from 'react-aria-components/Button';
import { Menu as AriaMenu } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { classes } from '@/lib/classes';
import { Dialog } from '../dialog/Dialog';
import { useLayout } from '../layout/use-layout';
import { useOfflineReason } from '../offline/offline';
import type { Action, ActionGroups, Anchor } from './actions';
import styles from './Menu.module.css';
import { MenuActions } from './parts';

interface Props {
  isOpen: boolean;
  label: string;
  /** Null before the menu was ever open. */
  anchor: Anchor | null;
  groups: ActionGroups;
  onClose: () => void;
}

export function ContextMenu({ isOpen, anchor, ...menu }: Props) {
  const layout = useLayout();
  if (layout === 'phone') return <ActionSheet isOpen={isOpen} {...menu} />;
  return anchor === null ? null : <MenuAt isOpen={isOpen} anchor={anchor} {...menu} />;
}

interface MenuAtProps extends Props {
  anchor: Anchor;
}

function MenuAt({ isOpen, label, anchor, groups, onClose }: MenuAtProps) {
  const trigger = useRef<Element | null>(null);
  trigger.current = anchor.element;
  const { point } = anchor;
  return (
    <Popover
      className={styles.popover}
      aria-label={label}
      triggerRef={trigger}
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      placement={point === null ? 'bottom end' : 'bottom start'}
      offset={point === null ? 6 : 0}
      getTargetRect={point === null ? undefined : () => new DOMRect(point.x, point.y, 0, 0)}
    >
      <AriaMenu className={styles.menu} aria-label={label} autoFocus="first" onClose={onClose}>
        <MenuActions groups={groups} />
      </AriaMenu>
    </Popover>
  );
}

function ActionSheet({ isOpen, label, groups, onClose }: Omit<Props, 'anchor'>) {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={label} worksOffline>
      <ul className={styles.sheet}>
        {groups.flat().map((action) => (
          <li key={action.id}>
            <SheetItem {...action} onClose={onClose} />
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

interface SheetItemProps extends Omit<Action, 'id' | 'keys'> {
  onClose: () => void;
}

function SheetItem({ text, icon, tone = 'plain', isDisabled, onClose, run, ...item }: SheetItemProps) {
  const reason = useOfflineReason(item.needsConnection ?? false);
  return (
    <Button
      className={classes(styles.item, styles.sheetItem, styles[tone])}
      isDisabled={isDisabled || reason !== undefined}
      onPress={() => {
        onClose();
        run();
      }}
    >
      {icon}
      <span className={styles.text}>
        {text}
        {reason !== undefined && <span className={styles.detail}>{reason}</span>}
      </span>
    </Button>
  );
}
