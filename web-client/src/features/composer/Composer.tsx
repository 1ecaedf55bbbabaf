/**
 * The composer. Enter sends, Shift+Enter breaks the line, Enter of an input method does neither; arrow up in an empty
 * field edits the user's last message. The text is a draft until it is sent.
 */
import { SendHorizontal } from 'lucide-react';
import { type ChangeEvent, type KeyboardEvent, useMemo, useRef, useState } from 'react';
import type { Client } from '@/client/client';
import { useClient } from '@/client/context';
import { useText } from '@/i18n';
import { enterSends, isSend } from '@/keyboard/enter';
import { matches } from '@/keyboard/use-shortcuts';
import { typeInto } from '@/lib/text-edit';
import { startEditing } from '@/store/composer/composer-state';
import { useObstacle, usePlace } from '@/store/dms/selectors';
import { toWire } from '@/store/mentions/mentions';
import { mentionNames } from '@/store/mentions/names';
import { useCan, useLastKnown } from '@/store/selectors';
import { useGrowingField } from '@/ui/growing-field/use-growing-field';
import { Guarded } from '@/ui/guarded/Guarded';
import { IconButton } from '@/ui/icon-button/IconButton';
import { onDemand } from '@/ui/on-demand/on-demand';
import styles from './Composer.module.css';
import { Counter, excessOf } from './Counter';
import { completed } from './completions';
import { FieldTools } from './FieldTools';
import { formatByKey } from './format-keys';
import { LIST_ID, MentionList, optionId } from './MentionList';
import { NoField } from './NoField';
import { ReplyBar } from './ReplyBar';
import { SlowMode } from './SlowMode';
import { TypingLine } from './TypingLine';
import { useCompletion } from './use-completion';
import { useDraft } from './use-draft';
import { useFocus } from './use-focus';
import { useNoFiles } from './use-no-files';
import { useSelected } from './use-selected';
import { useSending } from './use-sending';
import { useTypingSignal } from './use-typing-signal';

const Preview = onDemand(async () => (await import('./Preview')).Preview);

interface Props {
  /** Undefined beside all guilds: in direct messages. */
  guildId: string | undefined;
  channelId: string;
}

export function Composer({ guildId, channelId }: Props) {
  const maySend = useCan(channelId, 'sendMessages');
  const obstacle = useObstacle(channelId);
  const isBefore = useLastKnown() !== null;
  return (
    <div className={styles.composer} data-region="composer">
      {maySend && obstacle === null ? (
        <Field guildId={guildId} channelId={channelId} />
      ) : (
        <NoField channelId={channelId} why={isBefore ? 'before' : (obstacle ?? 'forbidden')} />
      )}
      {maySend && (
        <Guarded of={channelId}>
          <SlowMode channelId={channelId} />
        </Guarded>
      )}
      <Guarded of={channelId}>
        <TypingLine guildId={guildId} channelId={channelId} />
      </Guarded>
    </div>
  );
}

/** Names are resolved at this moment: more users may be known than when the text was written. */
const wireOf = (client: Client, content: string, channelId: string): string =>
  toWire(content.trim(), mentionNames(client.store.getState(), channelId));

/** The newest own message in the window. */
function lastOwn(client: Client, channelId: string): string | undefined {
  const { logs, me } = client.store.getState();
  return logs[channelId]?.rows.findLast((row) => row.message.author.id === me?.id)?.message.id;
}

/** The text with its caret; what changes it leaves the browser's undo alone. */
function useWriting(channelId: string) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [content, setContent] = useDraft(channelId);
  const [caret, setCaret] = useState(0);
  const write = (next: string, start: number, end = start) => {
    if (field.current !== null) typeInto(field.current, next, start, end);
    setCaret(end);
  };
  const clear = () => {
    setContent('');
    setCaret(0);
  };
  const onChange = (event: ChangeEvent<HTMLTextAreaElement>) => {
    setContent(event.target.value);
    setCaret(event.target.selectionStart);
  };
  return { field, content, caret, setCaret, write, clear, onChange };
}

function Field({ guildId, channelId }: Props) {
  const client = useClient();
  const text = useText();
  const { kind, name } = usePlace(channelId);
  const { field, content, caret, setCaret, write, clear, onChange } = useWriting(channelId);
  const typing = useTypingSignal(channelId);
  const wire = useMemo(() => wireOf(client, content, channelId), [content, channelId, client]);
  const tooLong = excessOf(wire) > 0;
  const completion = useCompletion({ guildId, channelId }, content, caret, (insert, at) => {
    const next = completed(content, at, insert);
    write(next.content, next.caret);
  });
  useFocus(channelId, field);
  useNoFiles();
  useGrowingField(field, content);

  const sendWords = useSending(channelId);
  const selected = useSelected();
  const [isPreviewing, setPreviewing] = useState(false);
  const togglePreview = () => setPreviewing(!isPreviewing);
  const send = () => {
    if (!sendWords(wireOf(client, content, channelId))) return;
    clear();
    typing.sent();
    field.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // Some input methods end their composition with a key that is already reported as ordinary.
    if (event.nativeEvent.isComposing || event.nativeEvent.keyCode === 229) return;
    if (completion.onKey(event)) return;
    if (isSend(event)) {
      event.preventDefault();
      send();
    } else if (content === '' && matches(event, 'composer.editLast')) {
      const messageId = lastOwn(client, channelId);
      if (messageId === undefined) return;
      event.preventDefault();
      startEditing(client, channelId, messageId);
    } else if (matches(event, 'composer.preview')) {
      event.preventDefault();
      togglePreview();
    } else formatByKey(event, content, write);
  };

  const active = completion.offered[completion.active];
  return (
    <>
      <Guarded of={channelId}>
        <ReplyBar guildId={guildId} channelId={channelId} />
      </Guarded>
      <MentionList list={completion} />
      {isPreviewing && <Preview isOpen wire={wire} guildId={guildId} />}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only notices that the focus left */}
      <div className={styles.box} onBlur={selected.onBlur}>
        <textarea
          ref={field}
          dir="auto"
          className={styles.field}
          rows={1}
          value={content}
          placeholder={text(kind === 'guild' ? 'composer.placeholder' : 'dm.placeholder', { channel: name })}
          aria-label={text(kind === 'guild' ? 'composer.label' : 'dm.label', { channel: name })}
          aria-autocomplete="list"
          aria-controls={active === undefined ? undefined : LIST_ID}
          aria-activedescendant={active === undefined ? undefined : optionId(active.id)}
          aria-invalid={tooLong || undefined}
          aria-describedby="composer-counter"
          enterKeyHint={enterSends() ? 'send' : 'enter'}
          onChange={(event) => {
            onChange(event);
            if (event.target.value.trim() !== '') typing.typed();
          }}
          onKeyDown={onKeyDown}
          onSelect={(event) => {
            setCaret(event.currentTarget.selectionStart);
            selected.onSelect(event);
          }}
        />
        <FieldTools
          field={field}
          content={content}
          write={write}
          isSelected={selected.isSome}
          isPreviewing={isPreviewing}
          onPreview={togglePreview}
        />
        <IconButton
          label={text('composer.send')}
          icon={<SendHorizontal aria-hidden="true" />}
          isDisabled={content.trim() === '' || tooLong}
          onPress={send}
        />
      </div>
      <Counter wire={wire} />
    </>
  );
}
