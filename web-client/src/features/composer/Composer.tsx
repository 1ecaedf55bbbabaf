/**
 * The field to write in. Enter sends, Shift+Enter makes a line, Enter of an input method does neither; the arrow up
 * in an empty field edits one's last message. What is written is a draft until it is sent.
 */
import { SendHorizontal } from 'lucide-react';
import { type ChangeEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { sendMessage } from '@/gateway';
import { useText } from '@/i18n';
import { matches } from '@/keyboard/use-shortcuts';
import { store } from '@/store';
import { conversationOf, replyTo, showPresent, startEditing, useConversation } from '@/store/conversation';
import { toWire } from '@/store/mentions';
import { useObstacle, usePlace } from '@/store/private-selectors';
import { useCan } from '@/store/selectors';
import { IconButton } from '@/ui/icon-button/IconButton';
import styles from './Composer.module.css';
import { completed, toggledMarks } from './completions';
import { LIST_ID, MentionList, optionId } from './MentionList';
import { NoField } from './NoField';
import { ReplyBar } from './ReplyBar';
import { TypingLine } from './TypingLine';
import { useCompletion } from './use-completion';
import { useDraft } from './use-draft';
import { useTypingSignal } from './use-typing-signal';

const MAX_LENGTH = 2_000;
const COUNT_FROM = 1_800;
const MARKS = { 'composer.bold': '**', 'composer.italic': '*', 'composer.strike': '~~' } as const;

interface Props {
  /** Undefined beside all guilds: in direct messages. */
  guildId: string | undefined;
  channelId: string;
}

export function Composer({ guildId, channelId }: Props) {
  const maySend = useCan(channelId, 'sendMessages');
  const obstacle = useObstacle(channelId);
  return (
    <div className={styles.composer} data-region="composer">
      {maySend && obstacle === null ? (
        <Field guildId={guildId} channelId={channelId} />
      ) : (
        <NoField channelId={channelId} why={obstacle ?? 'forbidden'} />
      )}
      <TypingLine guildId={guildId} channelId={channelId} />
    </div>
  );
}

const lengthOf = (content: string): number => [...content].length;
const wireOf = (content: string): string => toWire(content.trim(), Object.values(store.getState().users));

/** The newest own message in the window. */
function lastOwn(channelId: string): string | undefined {
  const { logs, me } = store.getState();
  return logs[channelId]?.rows.findLast((row) => row.message.author.id === me?.id)?.message.id;
}

function Field({ guildId, channelId }: Props) {
  const text = useText();
  const { kind, name } = usePlace(channelId);
  const field = useRef<HTMLTextAreaElement>(null);
  const [content, setContent] = useDraft(channelId);
  const [caret, setCaret] = useState(0);
  const typing = useTypingSignal(channelId);
  const length = lengthOf(wireOf(content));

  /** Changes text and selection together, after React has drawn the text. */
  const write = (next: string, start: number, end = start) => {
    setContent(next);
    setCaret(end);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(start, end);
    });
  };
  const completion = useCompletion({ guildId, channelId }, content, caret, (username, at) => {
    const next = completed(content, at, username);
    write(next.content, next.caret);
  });
  useFocus(channelId, field);

  const send = () => {
    const wire = wireOf(content);
    if (wire === '' || lengthOf(wire) > MAX_LENGTH) return;
    if (sendMessage(channelId, wire, conversationOf(channelId).replyTo) === null) return;
    setContent('');
    setCaret(0);
    replyTo(channelId, null);
    typing.sent();
    showPresent(channelId);
    field.current?.focus();
  };

  const onChange = (event: ChangeEvent<HTMLTextAreaElement>) => {
    setContent(event.target.value);
    setCaret(event.target.selectionStart);
    if (event.target.value.trim() !== '') typing.typed();
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // Some input methods end their composition with a key that is already reported as ordinary.
    if (event.nativeEvent.isComposing || event.nativeEvent.keyCode === 229) return;
    if (completion.onKey(event)) return;
    if (matches(event, 'composer.send')) {
      event.preventDefault();
      send();
    } else if (content === '' && matches(event, 'composer.editLast')) {
      const messageId = lastOwn(channelId);
      if (messageId === undefined) return;
      event.preventDefault();
      startEditing(channelId, messageId);
    } else mark(event);
  };

  const mark = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    for (const [action, sign] of Object.entries(MARKS) as [keyof typeof MARKS, string][]) {
      if (!matches(event, action)) continue;
      const { selectionStart, selectionEnd } = event.currentTarget;
      // With nothing to slant, the key opens the inbox.
      if (action === 'composer.italic' && selectionStart === selectionEnd) return;
      event.preventDefault();
      const next = toggledMarks(content, selectionStart, selectionEnd, sign);
      write(next.content, next.start, next.end);
      return;
    }
  };

  const active = completion.offered[completion.active];
  return (
    <>
      <ReplyBar guildId={guildId} channelId={channelId} />
      <MentionList list={completion} />
      <div className={styles.box}>
        <textarea
          ref={field}
          className={styles.field}
          rows={1}
          value={content}
          placeholder={text(kind === 'guild' ? 'composer.placeholder' : 'dm.placeholder', { channel: name })}
          aria-label={text(kind === 'guild' ? 'composer.label' : 'dm.label', { channel: name })}
          aria-autocomplete="list"
          aria-controls={active === undefined ? undefined : LIST_ID}
          aria-activedescendant={active === undefined ? undefined : optionId(active.user.id)}
          aria-invalid={length > MAX_LENGTH || undefined}
          aria-describedby="composer-counter"
          enterKeyHint="send"
          onChange={onChange}
          onKeyDown={onKeyDown}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        />
        <IconButton
          label={text('composer.send')}
          icon={<SendHorizontal aria-hidden="true" />}
          isDisabled={content.trim() === '' || length > MAX_LENGTH}
          onPress={send}
        />
      </div>
      <p id="composer-counter" className={length > MAX_LENGTH ? styles.tooLong : styles.counter}>
        {length > MAX_LENGTH
          ? text('composer.tooLong', { count: length - MAX_LENGTH })
          : length >= COUNT_FROM && text('composer.counter', { count: MAX_LENGTH - length })}
      </p>
    </>
  );
}

/** Focus comes to the field when the channel opens and nothing else has it, and when a message is to be answered. */
function useFocus(channelId: string, field: React.RefObject<HTMLTextAreaElement | null>): void {
  const target = useConversation(channelId, (conversation) => conversation.replyTo);
  useEffect(() => {
    const precise = globalThis.matchMedia?.('(pointer: fine)').matches;
    if (precise && (document.activeElement === null || document.activeElement === document.body)) {
      field.current?.focus();
    }
  }, [field]);
  useEffect(() => {
    if (target === null) return;
    // The menu that chose the reply gives its focus back first.
    const timer = setTimeout(() => field.current?.focus(), 50);
    return () => clearTimeout(timer);
  }, [target, field]);
}
