/**
 * Announces new messages of the open channel, once and without times; history and pages are not announced. The region
 * is in the page from the start and empty, because screen readers ignore what a region contains when it appears. More
 * than one message a second is summarised. The user's own messages are "sent" or "not sent".
 */
import { useEffect, useRef, useState } from 'react';
import type { Message } from '@/api/gen';
import { useClient } from '@/client/context';
import { useFeatures } from '@/extensions/feature';
import { useText } from '@/i18n';
import { compareIds } from '@/lib/ids';
import { toPlain } from '@/store/mentions/mentions';
import { isOrdinary, systemText } from '@/store/messages/kinds';
import { displayName, nameOf } from '@/store/selectors';
import type { State } from '@/store/state';
import styles from './Timeline.module.css';

const WINDOW_MS = 1_000;
const STORED = 5;

interface Line {
  key: number;
  words: string;
}

/** What came between two states of the channel by itself, not by a page. */
function arrived(state: State, before: State, channelId: string): readonly Message[] {
  const log = state.logs[channelId];
  const old = before.logs[channelId];
  if (log === old || log === undefined || old === undefined || !old.atEnd || !log.atEnd || old.load !== null)
    return [];
  const last = old.rows.at(-1)?.message.id ?? '0';
  return log.rows
    .map((row) => row.message)
    .filter((message) => compareIds(message.id, last) > 0 && !state.blocks.has(message.author.id));
}

function newlyFailed(state: State, before: State, channelId: string): boolean {
  const count = (one: State) =>
    (one.outbox[channelId] ?? []).filter((pending) => pending.state === 'failed').length;
  return state.outbox !== before.outbox && count(state) > count(before);
}

export function Announcer({ channelId, guildId }: { channelId: string; guildId: string | undefined }) {
  const client = useClient();
  const text = useText();
  const features = useFeatures();
  const latestText = useRef(text);
  useEffect(() => {
    latestText.current = text;
  });
  const [lines, setLines] = useState<readonly Line[]>([]);
  const counter = useRef(0);

  useEffect(() => {
    let waiting: Message[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const say = (words: string) => {
      counter.current += 1;
      setLines((known) => [...known.slice(1 - STORED), { key: counter.current, words }]);
    };
    const name = (id: string) =>
      nameOf(client.store.getState(), guildId, id, latestText.current('user.gone'));
    const personOf = ({ mentions: [person] }: Message) =>
      person === undefined ? '' : name(person.id) || displayName(person);
    const aloud = (message: Message, author: string) => {
      const state = client.store.getState();
      const words = [
        toPlain(message.content, state, guildId, (id) => name(id) || undefined),
        ...features.map(({ spoken }) => spoken?.(message, latestText.current) ?? ''),
      ].filter((part) => part !== '');
      return latestText.current('timeline.announce.message', { author, text: words.join(', ') });
    };
    const flush = () => {
      timer = undefined;
      const [first] = waiting;
      if (waiting.length === 1 && first !== undefined) {
        const author = name(first.author.id) || displayName(first.author);
        say(
          isOrdinary(first)
            ? aloud(first, author)
            : systemText(first, author, personOf(first), latestText.current),
        );
      } else if (waiting.length > 1) {
        const users = new Set(waiting.map((message) => message.author.id)).size;
        say(latestText.current('timeline.announce.many', { count: waiting.length, users }));
      }
      waiting = [];
    };
    const unsubscribe = client.store.subscribe((state, before) => {
      if (newlyFailed(state, before, channelId)) say(latestText.current('timeline.announce.notSent'));
      const messages = arrived(state, before, channelId);
      if (messages.some((message) => message.author.id === state.me?.id))
        say(latestText.current('timeline.announce.sent'));
      waiting.push(...messages.filter((message) => message.author.id !== state.me?.id));
      if (waiting.length > 0) timer ??= setTimeout(flush, WINDOW_MS);
    });
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, [channelId, guildId, client, features]);

  return (
    <div className={styles.announcer} role="log" aria-live="polite" aria-label={text('timeline.announcer')}>
      {lines.map((line) => (
        <p key={line.key}>{line.words}</p>
      ))}
    </div>
  );
}
