/** The emoji of the picker: a virtual list of titles and lines, of which only those in view are in the page. */
import { type RefObject, useRef } from 'react';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import { classes } from '@/lib/classes';
import styles from './EmojiPicker.module.css';
import type { Place } from './moves';
import { useEmojiLanguage } from './use-emoji';
import type { Row } from './use-sections';

export const optionId = (line: number, column: number): string => `emoji-${line}-${column}`;

interface Props {
  id: string;
  label: string;
  handle: RefObject<VirtualizerHandle | null>;
  rows: readonly Row[];
  active: Place;
  isAllowed: (emoji: string) => boolean;
  onActive: (place: Place) => void;
  onTake: (emoji: string) => void;
}

export function EmojiRows({ id, label, handle, rows, active, ...rest }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const lines = rows.flatMap((row, index) => (row.kind === 'line' ? [index] : []));
  const activeRow = lines[active[0]];
  return (
    <div ref={scroller} id={id} className={styles.list} role="listbox" aria-label={label}>
      <Virtualizer
        ref={handle}
        data={rows}
        scrollRef={scroller}
        keepMounted={activeRow === undefined ? [] : [activeRow]}
      >
        {(row, index) =>
          row.kind === 'title' ? (
            <p key={row.section} className={styles.title} aria-hidden="true">
              {row.title}
            </p>
          ) : (
            <Line key={index} row={row} at={lines.indexOf(index)} active={active} {...rest} />
          )
        }
      </Virtualizer>
    </div>
  );
}

interface LineProps extends Pick<Props, 'active' | 'isAllowed' | 'onActive' | 'onTake'> {
  row: Extract<Row, { kind: 'line' }>;
  at: number;
}

function Line({ row, at, active, isAllowed, onActive, onTake }: LineProps) {
  const language = useEmojiLanguage();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of options is no fieldset
    <div className={styles.grid} role="group" aria-label={row.title}>
      {row.entries.map((entry, column) => {
        const isActive = at === active[0] && column === active[1];
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys belong to the field, which has the focus
          <div
            key={entry.emoji}
            id={optionId(at, column)}
            role="option"
            tabIndex={-1}
            aria-label={entry[language]}
            aria-selected={isActive}
            aria-disabled={!isAllowed(entry.emoji) || undefined}
            title={entry[language]}
            className={classes(styles.option, isActive && styles.active)}
            onPointerMove={() => !isActive && onActive([at, column])}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => onTake(entry.emoji)}
          >
            {entry.emoji}
          </div>
        );
      })}
    </div>
  );
}
