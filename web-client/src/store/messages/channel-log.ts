/**
 * The window of one channel's messages that this client holds: sorted by id, without gaps, each message once.
 *
 * - A live message is appended only while the window reaches the end; otherwise it is counted in `missed`.
 * - One change either touches the start of the list or does not, and says so in `shift`, by which the virtual list
 *   maintains its position.
 * - While a page is being fetched, live events are applied and also recorded in a journal that is replayed over the
 *   page, because the page may be older than the events.
 * - After a gap that could not be resumed the window is `stale`: it stays on the screen but takes no live messages
 *   until a page has replaced it.
 */
import type { Message } from '@/api/gen';
import { compareIds } from '@/lib/ids';

export interface LogRow {
  /** Stable for the life of the row: the nonce of an own message, otherwise the id. */
  readonly key: string;
  readonly message: Message;
}

export type PageKind = 'latest' | 'older' | 'newer' | 'around';

type Change = (message: Message) => Message;

type Live =
  | { kind: 'created'; message: Message }
  | { kind: 'changed'; id: string; change: Change }
  | { kind: 'removed'; id: string };

export interface Load {
  readonly kind: PageKind;
  /** Distinguishes this load from an abandoned one. */
  readonly ticket: number;
  readonly journal: readonly Live[];
}

export interface ChannelLog {
  readonly rows: readonly LogRow[];
  readonly atStart: boolean;
  readonly atEnd: boolean;
  readonly stale: boolean;
  /** At least one page has come. */
  readonly loaded: boolean;
  readonly load: Load | null;
  readonly failed: PageKind | null;
  /** Messages that came while the window did not reach the end. */
  readonly missed: number;
  /** The last change added or removed rows at the start. */
  readonly shift: boolean;
}

export const emptyLog: ChannelLog = {
  rows: [],
  atStart: false,
  atEnd: false,
  stale: false,
  loaded: false,
  load: null,
  failed: null,
  missed: 0,
  shift: false,
};

/** Off-screen logs keep at most this many. */
export const MAX_ROWS = 1000;

/** Where `id` is, or where it belongs as `-1 - index`. */
function locate(rows: readonly LogRow[], id: string): number {
  let low = 0;
  let high = rows.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const order = compareIds(rows[middle]?.message.id ?? '', id);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return -1 - low;
}

export const indexOf = (log: ChannelLog, id: string): number => Math.max(-1, locate(log.rows, id));

export const messageOf = (log: ChannelLog, id: string): Message | undefined =>
  log.rows[indexOf(log, id)]?.message;

const noted = (log: ChannelLog, live: Live): ChannelLog =>
  log.load === null ? log : { ...log, load: { ...log.load, journal: [...log.load.journal, live] } };

function withInserted(rows: readonly LogRow[], message: Message, key: string): readonly LogRow[] {
  const index = locate(rows, message.id);
  if (index >= 0) {
    const known = rows[index];
    return known === undefined ? rows : rows.with(index, { key: known.key, message });
  }
  return rows.toSpliced(-1 - index, 0, { key, message });
}

/** A new message; `nonce` if it is an own one whose row is already on the screen. */
export function created(before: ChannelLog, message: Message, nonce?: string): ChannelLog {
  const log = noted(before, { kind: 'created', message });
  const known = locate(log.rows, message.id) >= 0;
  if (!known && (!log.atEnd || log.stale)) {
    return log.loaded ? { ...log, missed: log.missed + 1, shift: false } : log;
  }
  // An answer to a repeated send may bring a message from before the window.
  if (!known && !log.atStart && log.rows.length > 0 && -1 - locate(log.rows, message.id) === 0) return log;
  return { ...log, rows: withInserted(log.rows, message, nonce ?? message.id), shift: false };
}

export const updated = (log: ChannelLog, message: Message): ChannelLog =>
  changed(log, message.id, () => message);

/** Derives a message from the known one, and from that of a page under way; the same object means no change. */
export function changed(before: ChannelLog, id: string, change: Change): ChannelLog {
  const log = noted(before, { kind: 'changed', id, change });
  const rows = withChanged(log.rows, id, change);
  return rows === log.rows ? log : { ...log, rows, shift: false };
}

function withChanged(rows: readonly LogRow[], id: string, change: Change): readonly LogRow[] {
  const known = rows[locate(rows, id)]?.message;
  const message = known && change(known);
  return message === undefined || message === known ? rows : withInserted(rows, message, id);
}

export function removed(before: ChannelLog, id: string): ChannelLog {
  const log = noted(before, { kind: 'removed', id });
  const index = locate(log.rows, id);
  return index < 0 ? log : { ...log, rows: log.rows.toSpliced(index, 1), shift: false };
}

let tickets = 0;

/** Begins to fetch a page; an earlier fetch is abandoned. */
export function loadStarted(log: ChannelLog, kind: PageKind): ChannelLog {
  tickets += 1;
  return { ...log, load: { kind, ticket: tickets, journal: [] }, failed: null };
}

export function loadFailed(log: ChannelLog, ticket: number): ChannelLog {
  return log.load?.ticket === ticket ? { ...log, load: null, failed: log.load.kind } : log;
}

export interface Page {
  ticket: number;
  messages: readonly Message[];
  /** The requested number: fewer means that there are no more. */
  limit: number;
  /** Of a page around a message, that message: half of the page is newer. */
  around?: string;
}

export function pageLoaded(log: ChannelLog, { ticket, messages, limit, around }: Page): ChannelLog {
  if (log.load?.ticket !== ticket) return log;
  const { kind, journal } = log.load;
  const complete = messages.length < limit;
  const done = { ...log, load: null, failed: null, loaded: true };
  const page = replayed(toRows(messages, log.rows), journal, false);
  const first = log.rows[0]?.message.id;
  const last = log.rows.at(-1)?.message.id;
  switch (kind) {
    case 'older': {
      const older = first === undefined ? page : page.filter((row) => compareIds(row.message.id, first) < 0);
      return { ...done, rows: [...older, ...log.rows], atStart: complete, shift: true };
    }
    case 'newer': {
      const newer = last === undefined ? page : page.filter((row) => compareIds(row.message.id, last) > 0);
      const rows = [...log.rows, ...newer];
      return complete
        ? { ...done, rows: replayed(rows, journal, true), atEnd: true, missed: 0, shift: false }
        : { ...done, rows, shift: false };
    }
    case 'latest':
      return {
        ...done,
        rows: replayed(page, journal, true),
        atStart: complete,
        atEnd: true,
        stale: false,
        missed: 0,
        shift: false,
      };
    case 'around': {
      const { atStart, atEnd } = endsAround(messages, limit, around);
      const rows = atEnd ? replayed(page, journal, true) : page;
      const missed = atEnd ? 0 : log.missed;
      return { ...done, rows, atStart, atEnd, missed, stale: false, shift: false };
    }
  }
}

/** Which ends of the channel a page around a message reaches: a half that is not full has an end. */
function endsAround(messages: readonly Message[], limit: number, around: string | undefined) {
  if (around === undefined) return { atStart: false, atEnd: false };
  const newer = messages.filter(({ id }) => compareIds(id, around) > 0).length;
  const half = Math.floor(limit / 2);
  return { atStart: messages.length - newer < limit - half, atEnd: newer < half };
}

/** Missed events cannot be replayed: the window may be outdated, and a fetch under way too. */
export function madeStale(log: ChannelLog): ChannelLog {
  return log.loaded || log.load !== null ? { ...log, stale: true, load: null } : log;
}

/** The fetch under way, unless its page would no longer join on. */
const loadExcept = (log: ChannelLog, kind: PageKind): Load | null =>
  log.load?.kind === kind ? null : log.load;

/** Drops the oldest rows beyond `keep`. */
export function trimmedStart(log: ChannelLog, keep = MAX_ROWS): ChannelLog {
  if (log.rows.length <= keep) return log;
  return { ...log, rows: log.rows.slice(-keep), atStart: false, shift: true, load: loadExcept(log, 'older') };
}

/** Drops the newest rows beyond `keep`. */
export function trimmedEnd(log: ChannelLog, keep = MAX_ROWS): ChannelLog {
  if (log.rows.length <= keep) return log;
  return {
    ...log,
    rows: log.rows.slice(0, keep),
    atEnd: false,
    shift: false,
    load: loadExcept(log, 'newer'),
  };
}

function toRows(messages: readonly Message[], known: readonly LogRow[]): readonly LogRow[] {
  const rows = messages.map((message) => ({
    key: known[Math.max(-1, locate(known, message.id))]?.key ?? message.id,
    message,
  }));
  rows.sort((a, b) => compareIds(a.message.id, b.message.id));
  return rows.filter((row, index) => row.message.id !== rows[index - 1]?.message.id);
}

function replayed(rows: readonly LogRow[], journal: readonly Live[], reachesEnd: boolean): readonly LogRow[] {
  let result = rows;
  for (const live of journal) {
    if (live.kind === 'removed') {
      result = result.filter((row) => row.message.id !== live.id);
    } else if (live.kind === 'changed') {
      result = withChanged(result, live.id, live.change);
    } else if (locate(result, live.message.id) >= 0) {
      result = withInserted(result, live.message, live.message.id);
    } else if (reachesEnd) {
      result = withInserted(result, live.message, live.message.id);
    }
  }
  return result;
}
