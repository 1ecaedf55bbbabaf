/** The text of the field, saved as the channel's draft with every change, and the reply that belongs to it. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useClient } from '@/client/context';
import { composerStateOf, replyTo, useComposerState } from '@/store/composer/composer-state';
import { onDraftGone, readDraft, saveDraft } from '@/store/drafts/drafts';
import { useMessage } from '@/store/selectors';

export function useDraft(channelId: string): [string, (content: string) => void] {
  const client = useClient();
  const [draft] = useState(() => readDraft(client, channelId));
  const [content, setContent] = useState(draft.content);
  const target = useComposerState(channelId, (composer) => composer.replyTo);
  const returned = useComposerState(channelId, (composer) => composer.returned);

  // The reply of a draft comes back once its message is loaded.
  const restoring = useRef(draft.replyTo);
  const answered = useMessage(channelId, restoring.current);
  useEffect(() => {
    if (answered === undefined || restoring.current === null) return;
    restoring.current = null;
    if (composerStateOf(client, channelId).replyTo === null) replyTo(client, channelId, answered);
  }, [channelId, answered, client]);

  useEffect(() => {
    saveDraft(client, channelId, { content, replyTo: target?.id ?? restoring.current });
  }, [channelId, content, target, client]);

  // The same text was sent, or emptied, in another tab.
  useEffect(
    () =>
      onDraftGone(client, channelId, (gone) => setContent((known) => (known === gone.content ? '' : known))),
    [channelId, client],
  );

  // Text returned by an unsent message goes before the current text.
  const seenReturn = useRef(returned);
  useEffect(() => {
    if (returned === null || returned === seenReturn.current) return;
    seenReturn.current = returned;
    setContent((known) => (known === '' ? returned.content : `${returned.content}\n${known}`));
  }, [returned]);

  return [content, useCallback((next: string) => setContent(next), [])];
}
