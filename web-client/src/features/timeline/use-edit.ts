/** The text of a message that is edited: unsaved changes are restored, failures are explained. */
import { useState } from 'react';
import type { Message } from '@/api/gen';
import type { Client } from '@/client/client';
import { useClient } from '@/client/context';
import { editMessage } from '@/gateway';
import { type Text, useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { stopEditing } from '@/store/composer/composer-state';
import { readEdit, saveEdit } from '@/store/drafts/edits';
import { toWire, toWritten } from '@/store/mentions/mentions';
import { mentionNames } from '@/store/mentions/names';

const MAX_LENGTH = 2_000;

const namesOf = (client: Client, { channel_id, mentions }: Message) =>
  mentionNames(
    client.store.getState(),
    channel_id,
    mentions.map(({ id }) => id),
  );

export function useEdit(message: Message) {
  const client = useClient();
  const text = useText();
  const failureText = useFailureText();
  const [original] = useState(() => toWritten(message.content, namesOf(client, message)));
  const [content, setContent] = useState(() => readEdit(client, message.id) ?? original);
  const [failure, setFailure] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const isChanged = content !== original;

  const write = (next: string) => {
    setContent(next);
    setFailure(null);
    saveEdit(client, message.id, next === original ? null : next);
  };
  const discard = () => {
    saveEdit(client, message.id, null);
    stopEditing(client, message.channel_id);
    document.querySelector<HTMLElement>('[data-region="composer"] textarea')?.focus();
  };
  const save = async () => {
    const wire = toWire(content.trim(), namesOf(client, message));
    if (wire === message.content) {
      discard();
      return;
    }
    const problem = problemOf(wire, text);
    setFailure(problem);
    if (problem !== null) return;
    setSaving(true);
    try {
      await editMessage(client, message.channel_id, message.id, wire);
      discard();
    } catch (thrown) {
      setFailure(failureText(thrown));
      setSaving(false);
    }
  };
  return { content, isChanged, failure, saving, write, save, discard };
}

function problemOf(wire: string, text: Text): string | null {
  if (wire === '') return text('timeline.edit.empty');
  const excess = [...wire].length - MAX_LENGTH;
  return excess > 0 ? text('composer.tooLong', { count: excess }) : null;
}
