/**
 * The implementation of action menus; taken through `Menu`. With `trigger="contextMenu"` it opens by the right mouse
 * button, a long press or Shift+F10 on the element that it wraps.
 */
import { Check } from 'lucide-react';
import { Fragment, type ReactElement, type ReactNode, useEffect, useRef, useState } from 'react';
import { Header } from 'react-aria-components/Header';
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  type MenuItemProps,
  MenuSection,
  type MenuSectionProps,
  MenuTrigger,
  type MenuTriggerProps,
} from 'react-aria-components/Menu';
import { Popover, type PopoverProps } from 'react-aria-components/Popover';
import { Separator } from 'react-aria-components/Separator';
import { classes } from '@/lib/classes';
import { useOfflineReason } from '../offline/offline';
import type { ActionGroups } from './actions';
import styles from './Menu.module.css';

interface ActionMenuProps extends Omit<MenuTriggerProps, 'children'> {
  label: string;
  /** The element that opens the menu. */
  opener: ReactElement;
  placement?: PopoverProps['placement'];
  children: ReactNode;
  /** The anchor, instead of its button. */
  point?: { x: number; y: number } | null;
  /** The button was pressed before there was a menu. */
  opensAtOnce: boolean;
}

export function ActionMenu({
  label,
  opener,
  placement,
  point,
  children,
  opensAtOnce,
  ...trigger
}: ActionMenuProps) {
  const [isOpen, setOpen] = useState(false);
  const place = useRef<HTMLSpanElement>(null);
  const { isOpen: shown = isOpen, onOpenChange: change = setOpen } = trigger;
  const latest = useRef(change);
  useEffect(() => {
    if (!opensAtOnce) return;
    // The button is a new one: it is focused when the menu opens, so that the focus returns to it when the
    // menu closes.
    place.current?.querySelector('button')?.focus();
    latest.current(true);
  }, [opensAtOnce]);
  return (
    <MenuTrigger {...trigger} isOpen={shown} onOpenChange={change}>
      <span ref={place} className={styles.place}>
        {opener}
      </span>
      <Popover
        className={styles.popover}
        placement={point ? 'bottom start' : placement}
        offset={point ? 0 : 6}
        getTargetRect={point ? () => new DOMRect(point.x, point.y, 0, 0) : undefined}
      >
        <AriaMenu className={styles.menu} aria-label={label}>
          {children}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

interface ItemProps extends Omit<MenuItemProps, 'className' | 'style' | 'children' | 'textValue'> {
  text: string;
  /** A smaller line below. */
  detail?: string;
  icon?: ReactNode;
  keys?: string;
  tone?: 'plain' | 'danger';
  /** It requires the server: offline the item is disabled, with an explanation. */
  needsConnection?: boolean;
}

export function MenuItem(props: ItemProps) {
  const { text, icon, keys, tone = 'plain', needsConnection, isDisabled, ...rest } = props;
  const reason = useOfflineReason(needsConnection ?? false);
  const { detail: usual, ...item } = rest;
  const detail = reason ?? usual;
  return (
    <AriaMenuItem
      {...item}
      isDisabled={isDisabled || reason !== undefined}
      textValue={text}
      className={classes(styles.item, styles[tone])}
    >
      {({ isSelected }) => (
        <>
          {icon}
          <span className={styles.text}>
            {text}
            {detail !== undefined && <span className={styles.detail}>{detail}</span>}
          </span>
          {isSelected && <Check aria-hidden="true" />}
          {keys !== undefined && (
            <span className={styles.keys} aria-hidden="true">
              {keys}
            </span>
          )}
        </>
      )}
    </AriaMenuItem>
  );
}

export function MenuSeparator() {
  return <Separator className={styles.separator} />;
}

interface GroupProps extends Omit<MenuSectionProps<object>, 'className' | 'style'> {
  title: string;
  children: ReactNode;
}

export function MenuGroup({ title, children, ...rest }: GroupProps) {
  return (
    <MenuSection {...rest}>
      <Header className={styles.header}>{title}</Header>
      {children}
    </MenuSection>
  );
}

/** The items of a list of actions. */
export function MenuActions({ groups }: { groups: ActionGroups }) {
  return groups
    .filter((group) => group.length > 0)
    .map((group, index) => (
      <Fragment key={group[0]?.id}>
        {index > 0 && <MenuSeparator />}
        {group.map(({ id, run, ...item }) => (
          <MenuItem key={id} {...item} onAction={run} />
        ))}
      </Fragment>
    ));
}
