/**
 * The field of the picker and the emoji below it. The focus stays in the field, so that typing finds; arrows move the
 * active emoji, Enter takes it.
 */
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { VirtualizerHandle } from 'virtua';
import { useText } from '@/i18n';
import styles from './EmojiPicker.module.css';
import { EmojiRows, optionId } from './EmojiRows';
import { GroupBar } from './GroupBar';
import { moved, type Place } from './moves';
import { ToneBar } from './ToneBar';
import { useAllEmoji, useEmojiLanguage } from './use-emoji';
import { type SectionId, useRows } from './use-sections';

interface Props {
  label: string;
  notice: string | null;
  isAllowed: (emoji: string) => boolean;
  onChoose: (emoji: string) => void;
}

const LIST_ID = 'emoji-list';

export function EmojiList({ label, notice, isAllowed, onChoose }: Props) {
  const text = useText();
  const language = useEmojiLanguage();
  const { all, hasFailed } = useAllEmoji();
  const [typed, setTyped] = useState('');
  const rows = useRows(all, typed);
  const lines = useMemo(() => rows.filter((row) => row.kind === 'line'), [rows]);
  const [active, setActive] = useState<Place>([0, 0]);
  const list = useRef<VirtualizerHandle>(null);
  const chosen = lines[active[0]]?.entries[active[1]];
  const rowOf = (line: number) => rows.indexOf(lines[line] as (typeof rows)[number]);

  const take = (emoji: string) => {
    if (isAllowed(emoji)) onChoose(emoji);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const isTaking = event.key === 'Enter' && chosen !== undefined;
    const lengths = lines.map(({ entries }) => entries.length);
    const next = isTaking ? null : moved(event.key, active, lengths);
    if (isTaking) take(chosen.emoji);
    else if (next === null) return;
    else {
      setActive(next);
      list.current?.scrollToIndex(rowOf(next[0]), { align: 'nearest' });
    }
    event.preventDefault();
  };
  const toSection = (section: SectionId) => {
    const at = rows.findIndex((row) => row.kind === 'title' && row.section === section);
    list.current?.scrollToIndex(at, { align: 'start' });
    setActive([lines.indexOf(rows[at + 1] as (typeof lines)[number]), 0]);
  };
  // A search begins at the top.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for every change of the text
  useEffect(() => {
    list.current?.scrollToIndex(0);
  }, [typed]);

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
      <GroupBar isShown={typed === ''} onPress={toSection} />
      {notice !== null && <p className={styles.notice}>{notice}</p>}
      <EmojiRows
        id={LIST_ID}
        label={label}
        handle={list}
        rows={rows}
        active={active}
        isAllowed={isAllowed}
        onActive={setActive}
        onTake={take}
      />
      <div className={styles.foot}>
        <p className={styles.status} role="status">
          {chosen !== undefined && !hasFailed && `${chosen.emoji} ${chosen[language]}`}
          {chosen === undefined && all.length > 0 && text('emoji.none')}
          {hasFailed && text('emoji.failed')}
        </p>
        <ToneBar />
      </div>
    </>
  );
}
