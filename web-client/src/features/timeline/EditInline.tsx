/** Editing a message in its place: Enter saves, Esc leaves, an emptied text changes nothing. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Message } from '@/api/gen';
import { editMessage } from '@/gateway';
import { useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { useEscape } from '@/keyboard/escape-stack';
import { matches } from '@/keyboard/use-shortcuts';
import { store } from '@/store';
import { stopEditing } from '@/store/conversation';
import { toWire, toWritten } from '@/store/mentions';
import { Button } from '@/ui/button/Button';
import styles from './Message.module.css';

export function EditInline({ message }: { message: Message }) {
  const text = useText();
  const failureText = useFailureText();
  const field = useRef<HTMLTextAreaElement>(null);
  const [content, setContent] = useState(() => toWritten(message.content, store.getState().users));
  const [failure, setFailure] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);

  const leave = () => {
    stopEditing(message.channel_id);
    document.querySelector<HTMLElement>('[data-region="composer"] textarea')?.focus();
  };
  useEscape('edit', () => {
    leave();
    return true;
  });

  useEffect(() => {
    const element = field.current;
    // A menu that was closed for this gives focus back first.
    const frame = requestAnimationFrame(() => {
      element?.focus();
      element?.setSelectionRange(element.value.length, element.value.length);
    });
    return () => cancelAnimationFrame(frame);
  }, []);

  const save = async () => {
    const wire = toWire(content.trim(), Object.values(store.getState().users));
    if (wire === '' || wire === message.content) {
      leave();
      return;
    }
    setSaving(true);
    setFailure(null);
    try {
      await editMessage(message.channel_id, message.id, wire);
      leave();
    } catch (thrown) {
      setFailure(failureText(thrown));
      setSaving(false);
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (!matches(event, 'composer.send')) return;
    event.preventDefault();
    void save();
  };

  return (
    <div className={styles.editor}>
      <textarea
        ref={field}
        className={styles.editorField}
        aria-label={text('timeline.edit.label')}
        value={content}
        rows={1}
        disabled={saving}
        onChange={(event) => setContent(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {failure !== null && (
        <p className={styles.editorFailure} role="alert">
          {failure}
        </p>
      )}
      <div className={styles.editorActions}>
        <Button size="small" variant="primary" isPending={saving} onPress={() => void save()}>
          {text('timeline.edit.save')}
        </Button>
        <Button size="small" variant="quiet" onPress={leave}>
          {text('timeline.edit.cancel')}
        </Button>
        <span className={styles.editorHint}>{text('timeline.edit.hint')}</span>
      </div>
    </div>
  );
}
