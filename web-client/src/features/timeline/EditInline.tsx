/** Editing a message in its place: Enter saves. Esc leaves an unchanged text, and asks about a changed one. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Message } from '@/api/gen';
import { useText } from '@/i18n';
import { isSend } from '@/keyboard/enter';
import { useEscape } from '@/keyboard/escape-stack';
import { Button } from '@/ui/button/Button';
import { useGrowingField } from '@/ui/growing-field/use-growing-field';
import styles from './Message.module.css';
import { useEdit } from './use-edit';

export function EditInline({ message }: { message: Message }) {
  const text = useText();
  const { editor, field } = useFocusedField();
  const { content, isChanged, failure, saving, write, save, discard } = useEdit(message);
  useGrowingField(field, content);
  const [asked, setAsked] = useState(false);

  useEscape('edit', () => {
    if (isChanged) setAsked(true);
    else discard();
    return true;
  });

  const onKeyDown = (event: KeyboardEvent) => {
    if (!isSend(event)) return;
    event.preventDefault();
    void save();
  };

  const notice = failure ?? (asked && isChanged ? text('timeline.edit.unsaved') : null);
  return (
    <div ref={editor} className={styles.editor}>
      <textarea
        ref={field}
        className={styles.editorField}
        aria-label={text('timeline.edit.label')}
        value={content}
        rows={1}
        dir="auto"
        disabled={saving}
        onChange={(event) => write(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {notice !== null && (
        <p className={styles.editorFailure} role="alert">
          {notice}
        </p>
      )}
      <div className={styles.editorActions}>
        <Button size="small" variant="primary" isPending={saving} onPress={() => void save()}>
          {text('timeline.edit.save')}
        </Button>
        <Button size="small" variant="quiet" onPress={discard}>
          {text(asked && isChanged ? 'timeline.edit.discard' : 'timeline.edit.cancel')}
        </Button>
        <span className={styles.editorHint}>{text('timeline.edit.hint')}</span>
      </div>
    </div>
  );
}

/** The field has the focus from the start, the caret behind the text, and its buttons are in view with it. */
function useFocusedField() {
  const editor = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const element = field.current;
    // A menu that was closed for this gives focus back first.
    const frame = requestAnimationFrame(() => {
      element?.focus();
      element?.setSelectionRange(element.value.length, element.value.length);
      // The list knows its rows as they were before they grew.
      editor.current?.scrollIntoView?.({ block: 'nearest' });
    });
    return () => cancelAnimationFrame(frame);
  }, []);
  return { editor, field };
}
