/**
 * The quick switcher: guilds, channels, users and actions by a few characters. The focus stays in the field; the entry
 * that Enter takes is announced there. A resting pointer chooses nothing.
 */
import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { T, useText } from '@/i18n';
import { matches } from '@/keyboard/use-shortcuts';
import { Guarded } from '@/ui/guarded/Guarded';
import { EntryRow, optionId } from './EntryRow';
import type { Entry } from './entries';
import { type Group, groupsFor, PREFIXES, type Prefix } from './find';
import styles from './Switcher.module.css';
import { type SwitcherSources, useEntries } from './use-entries';

export interface SwitcherProps extends SwitcherSources {
  isOpen: boolean;
  onClose: () => void;
  /** The open channel or DM. */
  here: string | undefined;
  onChannel: (guildId: string, channelId: string) => void;
  onGuild: (guildId: string) => void;
  onDm: (channelId: string) => void;
  onUser: (userId: string) => void;
}

const LIST_ID = 'switcher-list';

export function Switcher(props: SwitcherProps) {
  const text = useText();
  const { isOpen, onClose } = props;
  return (
    <ModalOverlay
      className={styles.overlay}
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable
    >
      <Modal className={styles.modal}>
        <Dialog className={styles.dialog} aria-label={text('switcher.title')}>
          <Palette {...props} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Palette(props: SwitcherProps) {
  const text = useText();
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const entries = useEntries(props, typed);
  const groups = groupsFor(typed, entries, props.here);
  const shown = groups.flatMap((group) => group.entries);
  const at = Math.min(active, Math.max(0, shown.length - 1));
  const current = shown[at];

  useEffect(() => {
    if (current !== undefined)
      document.getElementById(optionId(current))?.scrollIntoView?.({ block: 'nearest' });
  }, [current]);

  const write = (value: string) => {
    setTyped(value);
    setActive(0);
  };
  const take = (entry: Entry) => {
    props.onClose();
    run(entry, props);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (matches(event, 'switcher.open')) props.onClose();
    else if (event.nativeEvent.isComposing) return;
    else if (event.code === 'ArrowDown') setActive(shown.length === 0 ? 0 : (at + 1) % shown.length);
    else if (event.code === 'ArrowUp')
      setActive(shown.length === 0 ? 0 : (at - 1 + shown.length) % shown.length);
    else if ((event.code === 'Enter' || event.code === 'NumpadEnter') && current !== undefined) take(current);
    else return;
    event.preventDefault();
  };

  return (
    <>
      <div className={styles.box}>
        <Search aria-hidden="true" />
        <input
          className={styles.field}
          role="combobox"
          aria-label={text('switcher.field')}
          aria-expanded={shown.length > 0}
          aria-controls={LIST_ID}
          aria-autocomplete="list"
          aria-activedescendant={current === undefined ? undefined : optionId(current)}
          placeholder={text('switcher.field')}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="go"
          value={typed}
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKeyDown}
          // biome-ignore lint/a11y/noAutofocus: the palette is opened to be typed into
          autoFocus
        />
      </div>
      <Results
        groups={groups}
        current={current}
        typed={typed}
        onPoint={(entry) => setActive(shown.indexOf(entry))}
        onTake={take}
      />
      <Hints onPick={write} />
    </>
  );
}

function run(entry: Entry, { onChannel, onGuild, onDm, onUser }: SwitcherProps): void {
  if (entry.kind === 'channel' && entry.guildId !== undefined) onChannel(entry.guildId, entry.id);
  else if (entry.kind === 'guild') onGuild(entry.id);
  else if (entry.kind === 'dm') onDm(entry.id);
  else if (entry.kind === 'user') onUser(entry.id);
  else entry.action?.run();
}

interface ResultsProps {
  groups: readonly Group[];
  current: Entry | undefined;
  typed: string;
  onPoint: (entry: Entry) => void;
  onTake: (entry: Entry) => void;
}

function Results({ groups, current, typed, onPoint, onTake }: ResultsProps) {
  const text = useText();
  const count = groups.reduce((sum, { entries }) => sum + entries.length, 0);
  return (
    <>
      <div className={styles.count} role="status">
        {typed !== '' && text(count === 0 ? 'switcher.none' : 'switcher.found', { count })}
      </div>
      <div
        id={LIST_ID}
        role="listbox"
        aria-label={text('switcher.list')}
        tabIndex={-1}
        className={count === 0 ? undefined : styles.results}
      >
        {groups.map(({ title, entries }) => (
          // biome-ignore lint/a11y/useSemanticElements: a list box has groups of options, not sets of fields
          <div key={title ?? 'found'} role="group" aria-label={text(title ?? 'switcher.list')}>
            {title !== null && (
              <div className={styles.heading} aria-hidden="true">
                {text(title)}
              </div>
            )}
            {entries.map((entry) => (
              <Guarded key={optionId(entry)} of={entry} text={entry.name}>
                <EntryRow entry={entry} isCurrent={entry === current} onPoint={onPoint} onTake={onTake} />
              </Guarded>
            ))}
          </div>
        ))}
      </div>
      {count === 0 && (
        <div className={styles.none}>
          {typed === '' ? (
            <T id="switcher.start" />
          ) : (
            <>
              <p className={styles.noneTitle}>{text('switcher.none')}</p>
              <T id="switcher.none.words" />
            </>
          )}
        </div>
      )}
    </>
  );
}

/** The prefixes that filter by kind, shown and clickable. */
function Hints({ onPick }: { onPick: (typed: string) => void }) {
  const text = useText();
  return (
    <div className={styles.hints}>
      {(Object.keys(PREFIXES) as Prefix[]).map((prefix) => (
        <button
          key={prefix}
          type="button"
          className={styles.hint}
          // The field keeps the focus while the pointer is used.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onPick(prefix)}
        >
          <kbd className={styles.prefix}>{prefix}</kbd>
          {text(`switcher.${PREFIXES[prefix]}`)}
        </button>
      ))}
    </div>
  );
}
