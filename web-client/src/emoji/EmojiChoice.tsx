/**
 * The choice of an emoji: a field that finds by name in either language, and the emoji below it. The focus stays in the
 * field; arrows move the active emoji, Enter takes it. The order does not change while the choice is open.
 */
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useMemo, useState } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';
import { useIntl } from 'react-intl';
import { useText } from '@/i18n';
import groups from '@/i18n/emoji.json';
import { classes } from '@/lib/classes';
import { fold } from '@/lib/fold';
import { useFrequentEmoji } from '@/store/emoji/frequent';
import { Dialog } from '@/ui/dialog/Dialog';
import { useLayout } from '@/ui/layout/use-layout';
import styles from './EmojiChoice.module.css';

type Entry = (typeof groups)[number]['emoji'][number];

interface Section {
  id: string;
  title: string;
  /** Of its first line among all lines. */
  firstLine: number;
  entries: readonly Entry[];
}

const COLUMNS = 8;
const LIST_ID = 'emoji-choice';
const TITLES = {
  faces: 'emoji.group.faces',
  gestures: 'emoji.group.gestures',
  feelings: 'emoji.group.feelings',
  things: 'emoji.group.things',
} as const;

const optionId = (line: number, column: number) => `${LIST_ID}-${line}-${column}`;
const linesOf = ({ entries }: Pick<Section, 'entries'>) => Math.ceil(entries.length / COLUMNS);
const isFound = ({ en, uk, codes }: Entry, part: string) =>
  fold(`${en} ${uk} ${codes} ${codes.replaceAll('_', ' ')}`).includes(part);

function useSections(typed: string): readonly Section[] {
  const text = useText();
  const current = useFrequentEmoji(COLUMNS);
  const [frequent] = useState(current);
  return useMemo(() => {
    const part = fold(typed.replaceAll(':', '').trim());
    const all: readonly Entry[] = groups.flatMap((group) => group.emoji);
    const entryOf = (emoji: string) =>
      all.find((one) => one.emoji === emoji) ?? { emoji, codes: '', en: emoji, uk: emoji };
    const found = all.filter((entry) => isFound(entry, part));
    const shown =
      part !== ''
        ? [{ id: 'found', title: text('emoji.search'), entries: found }]
        : [
            {
              id: 'frequent',
              title: text('emoji.group.frequent'),
              entries: frequent.map(entryOf),
            },
            ...groups.map(({ group, emoji }) => ({
              id: group,
              title: text(TITLES[group as keyof typeof TITLES]),
              entries: emoji,
            })),
          ];
    return shown.map((section, index) => ({
      ...section,
      firstLine: shown.slice(0, index).reduce((lines, before) => lines + linesOf(before), 0),
    }));
  }, [typed, frequent, text]);
}

/** Where an arrow leads among lines of so many emoji. */
function moved(key: string, [line, column]: readonly [number, number], lengths: readonly number[]) {
  const last = (at: number) => Math.max(0, (lengths[at] ?? 0) - 1);
  const fits = (at: number, wanted: number) => [at, Math.min(wanted, last(at))] as const;
  switch (key) {
    case 'ArrowDown':
      return fits(Math.min(line + 1, lengths.length - 1), column);
    case 'ArrowUp':
      return fits(Math.max(line - 1, 0), column);
    case 'ArrowRight':
      if (column < last(line)) return [line, column + 1] as const;
      return line + 1 < lengths.length ? ([line + 1, 0] as const) : ([line, column] as const);
    case 'ArrowLeft':
      if (column > 0) return [line, column - 1] as const;
      return line > 0 ? ([line - 1, last(line - 1)] as const) : ([0, 0] as const);
    default:
      return null;
  }
}

interface Props {
  /** What the choice is for. */
  label: string;
  row: RefObject<HTMLElement | null>;
  /** Why not every emoji can be taken; then only those are that `isAllowed` names. */
  notice: string | null;
  isAllowed: (emoji: string) => boolean;
  onChoose: (emoji: string) => void;
  onClose: () => void;
}

/** A popover beside the message; a sheet on a phone. */
export function EmojiChoice({ label, row, onClose, ...choice }: Props) {
  const layout = useLayout();
  const choose = (emoji: string) => {
    onClose();
    choice.onChoose(emoji);
  };
  const content = <Choice {...choice} label={label} onChoose={choose} />;
  if (layout === 'phone')
    return (
      <Dialog isOpen onClose={onClose} title={label}>
        {content}
      </Dialog>
    );
  return (
    <Popover
      className={styles.popover}
      triggerRef={row}
      isOpen
      onOpenChange={(open) => !open && onClose()}
      placement="bottom end"
      offset={4}
    >
      <AriaDialog className={styles.dialog} aria-label={label}>
        {content}
      </AriaDialog>
    </Popover>
  );
}

function Choice({ label, notice, isAllowed, onChoose }: Omit<Props, 'row' | 'onClose'>): ReactNode {
  const text = useText();
  const language = useIntl().locale.startsWith('uk') ? 'uk' : 'en';
  const [typed, setTyped] = useState('');
  const sections = useSections(typed);
  const [active, setActive] = useState<readonly [number, number]>([0, 0]);
  const lines = sections.flatMap(({ entries }) =>
    Array.from({ length: linesOf({ entries }) }, (_, at) => entries.slice(at * COLUMNS, (at + 1) * COLUMNS)),
  );
  const chosen = lines[active[0]]?.[active[1]];
  const take = ({ emoji }: Entry) => {
    if (isAllowed(emoji)) onChoose(emoji);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const isTaking = event.key === 'Enter' && chosen !== undefined;
    const lengths = lines.map(({ length }) => length);
    const next = isTaking ? null : moved(event.key, active, lengths);
    if (isTaking) take(chosen);
    else if (next !== null) setActive(next);
    else return;
    event.preventDefault();
  };
  useEffect(() => {
    document.getElementById(optionId(...active))?.scrollIntoView?.({ block: 'nearest' });
  }, [active]);

  return (
    <>
      <input
        className={styles.search}
        role="combobox"
        type="search"
        dir="auto"
        // biome-ignore lint/a11y/noAutofocus: the window was opened to choose
        autoFocus
        autoComplete="off"
        placeholder={text('emoji.search')}
        aria-label={text('emoji.search')}
        aria-expanded
        aria-autocomplete="list"
        aria-controls={LIST_ID}
        aria-activedescendant={chosen === undefined ? undefined : optionId(...active)}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setActive([0, 0]);
        }}
        onKeyDown={onKeyDown}
      />
      {notice !== null && <p className={styles.notice}>{notice}</p>}
      <div id={LIST_ID} className={styles.list} role="listbox" aria-label={label}>
        {sections.map(({ id, title, firstLine, entries }) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options is no fieldset
          <div key={id} role="group" aria-label={title}>
            {id !== 'found' && (
              <p className={styles.title} aria-hidden="true">
                {title}
              </p>
            )}
            <div className={styles.grid} role="presentation">
              {entries.map((entry, index) => {
                const at = [firstLine + Math.floor(index / COLUMNS), index % COLUMNS] as const;
                const isActive = at[0] === active[0] && at[1] === active[1];
                return (
                  // biome-ignore lint/a11y/useKeyWithClickEvents: the keys belong to the field, which has the focus
                  <div
                    key={entry.emoji}
                    id={optionId(...at)}
                    role="option"
                    tabIndex={-1}
                    aria-label={entry[language]}
                    aria-selected={isActive}
                    aria-disabled={!isAllowed(entry.emoji) || undefined}
                    title={entry[language]}
                    className={classes(styles.option, isActive && styles.active)}
                    onPointerMove={() => !isActive && setActive(at)}
                    onPointerDown={(event) => event.preventDefault()}
                    onClick={() => take(entry)}
                  >
                    {entry.emoji}
                  </div>
                );
              })}
            </div>
          </div>
        ))}
      </div>
      <p className={styles.status} role="status">
        {chosen === undefined ? text('emoji.none') : `${chosen.emoji} ${chosen[language]}`}
      </p>
    </>
  );
}
