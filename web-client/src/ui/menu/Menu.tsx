/**
 * A menu of actions that opens from a button. Its implementation loads when the page is idle, at the latest with the
 * first press; until then only the button is rendered.
 */
import { type ComponentProps, cloneElement, type ReactElement, useEffect, useState } from 'react';

type Parts = typeof import('./parts');
type OpenerProps = { onPress?: () => void; 'aria-haspopup'?: 'menu'; 'aria-expanded'?: boolean };

/** Long enough for the first messages to be on the screen. */
const IDLE_AFTER_MS = 2_000;

let loaded: Parts | null = null;

async function load(): Promise<Parts> {
  loaded = await import('./parts');
  return loaded;
}

function loadInTime(): () => void {
  if (loaded !== null) return () => {};
  // Without the server it is fetched again when a menu opens.
  const timer = setTimeout(() => void load().catch(() => undefined), IDLE_AFTER_MS);
  return () => clearTimeout(timer);
}

type ActionMenuProps = Omit<ComponentProps<Parts['ActionMenu']>, 'opensAtOnce'>;

export function ActionMenu({ opener, ...rest }: ActionMenuProps) {
  const [parts, setParts] = useState(loaded);
  const [pressed, setPressed] = useState(false);
  const wanted = parts === null && (pressed || rest.isOpen === true);
  useEffect(loadInTime, []);
  useEffect(() => {
    if (wanted) void load().then(setParts, () => setPressed(false));
  }, [wanted]);
  if (parts !== null) return <parts.ActionMenu {...rest} opener={opener} opensAtOnce={pressed} />;
  return cloneElement(opener as ReactElement<OpenerProps>, {
    onPress: () => setPressed(true),
    'aria-haspopup': 'menu',
    'aria-expanded': false,
  });
}

/** The content of a menu, rendered only while it is open. */
const within = (): Parts => {
  if (loaded === null) throw new Error('An item stands in no menu');
  return loaded;
};

export function MenuItem(props: ComponentProps<Parts['MenuItem']>) {
  const { MenuItem: Part } = within();
  return <Part {...props} />;
}

export function MenuSeparator() {
  const { MenuSeparator: Part } = within();
  return <Part />;
}

export function MenuGroup(props: ComponentProps<Parts['MenuGroup']>) {
  const { MenuGroup: Part } = within();
  return <Part {...props} />;
}

export function MenuActions(props: ComponentProps<Parts['MenuActions']>) {
  const { MenuActions: Part } = within();
  return <Part {...props} />;
}
