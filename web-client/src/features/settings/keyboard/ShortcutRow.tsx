/** One action with its keys. Changing takes the next key press; Esc and Tab cancel. */
import { RotateCcw } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { type MessageId, T, useText } from '@/i18n';
import { type ActionId, BINDINGS, shownKeys } from '@/keyboard/bindings';
import {
  conflictOf,
  isRebindable,
  keysOf,
  type Problem,
  problemOf,
  rebind,
  resetKeys,
  sequenceOf,
  useCustomKeys,
} from '@/keyboard/custom-keys';
import { Keys } from '@/keyboard/Keys';
import { Button } from '@/ui/button/Button';
import { IconButton } from '@/ui/icon-button/IconButton';
import styles from './Keyboard.module.css';

const PROBLEMS = {
  needsModifier: 'settings.keyboard.needsModifier',
  reserved: 'settings.keyboard.reserved',
} as const satisfies Record<Problem, MessageId>;

type Step =
  | { kind: 'shown' }
  | { kind: 'recording'; problem: Problem | null }
  | { kind: 'conflict'; sequence: string; other: ActionId };

export function ShortcutRow({ action }: { action: ActionId }) {
  const text = useText();
  const isChosen = action in useCustomKeys();
  const [step, setStep] = useState<Step>({ kind: 'shown' });
  const row = useRef<HTMLLIElement>(null);
  const name = text(BINDINGS[action].label);

  // The pressed button is gone; the focus moves to the one it came from, or to the first one.
  const before = useRef(step.kind);
  useEffect(() => {
    if (before.current !== step.kind) row.current?.querySelector<HTMLElement>('[data-step]')?.focus();
    before.current = step.kind;
  }, [step]);

  const take = (sequence: string) => {
    rebind(action, sequence);
    setStep({ kind: 'shown' });
  };
  const onPressed = (sequence: string) => {
    const problem = problemOf(sequence, BINDINGS[action].scope);
    const other = conflictOf(sequence, action);
    if (problem !== null) setStep({ kind: 'recording', problem });
    else if (other !== null) setStep({ kind: 'conflict', sequence, other });
    else take(sequence);
  };

  return (
    <li ref={row} className={styles.row}>
      <span className={styles.name}>{name}</span>
      <div className={styles.keys}>
        {step.kind === 'recording' ? (
          <Recorder name={name} onPressed={onPressed} onCancel={() => setStep({ kind: 'shown' })} />
        ) : (
          <>
            <Keys sequences={keysOf(action)} />
            {isChosen && (
              <IconButton
                size="small"
                label={text('settings.keyboard.reset', { action: name })}
                icon={<RotateCcw aria-hidden="true" />}
                onPress={() => {
                  row.current?.querySelector<HTMLElement>('[data-step]')?.focus();
                  resetKeys(action);
                }}
              />
            )}
            {isRebindable(action) && step.kind === 'shown' && (
              <Button
                size="small"
                data-step=""
                aria-label={text('settings.keyboard.change', { action: name })}
                onPress={() => setStep({ kind: 'recording', problem: null })}
              >
                <T id="settings.keyboard.changeShort" />
              </Button>
            )}
          </>
        )}
      </div>
      <div className={styles.notice} role="status">
        {step.kind === 'recording' && step.problem !== null && text(PROBLEMS[step.problem])}
        {step.kind === 'conflict' &&
          text('settings.keyboard.conflict', {
            keys: shownKeys(step.sequence).join('+'),
            action: text(BINDINGS[step.other].label),
          })}
      </div>
      {step.kind === 'conflict' && (
        <div className={styles.choice}>
          <Button size="small" data-step="" onPress={() => take(step.sequence)}>
            <T id="settings.keyboard.take" />
          </Button>
          <Button size="small" variant="quiet" onPress={() => setStep({ kind: 'shown' })}>
            <T id="common.cancel" />
          </Button>
        </div>
      )}
    </li>
  );
}

interface RecorderProps {
  name: string;
  onPressed: (sequence: string) => void;
  onCancel: () => void;
}

/** Captures the next keys, whatever their function elsewhere. */
function Recorder({ name, onPressed, onCancel }: RecorderProps) {
  const text = useText();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') onCancel();
    const sequence = event.key === 'Escape' || event.repeat ? null : sequenceOf(event.nativeEvent);
    if (sequence !== null) onPressed(sequence);
  };
  return (
    <button
      type="button"
      data-step=""
      className={styles.recorder}
      aria-label={text('settings.keyboard.press', { action: name })}
      onKeyDown={onKeyDown}
      onBlur={onCancel}
    >
      <T id="settings.keyboard.pressShort" />
    </button>
  );
}
