/**
 * The last known state, stored on this device for a page that is opened without its server.
 *
 * It is stored as the events that begin a session, so that it is validated as carefully as what the server sends. It
 * belongs to one account and is removed with it. A visible window writes it while online.
 */
import { clear, createStore, get, set, type UseStore } from 'idb-keyval';
import { resumeOffline, sessionStore } from '@/api/session';
import { type Client, perClient } from '@/client/client';
import { lastKnownMark, storageKey } from '@/client/storage';
import { compareIds, timeOfId } from '@/lib/ids';
import { recentPlaces } from '@/store/channels/recent';
import { withUsers } from '@/store/entities';
import type { EventHandlers } from '@/store/events';
import { emptyLog } from '@/store/messages/channel-log';
import { readMessage } from '@/store/messages/normalise';
import { each, id, object } from '@/store/normalise';
import { emptyState, type Message, type State } from '@/store/state';
import { applied } from './apply';
import { isOnline } from './connection';

const KEY = 'session';
const SAVE_AFTER_MS = 2_000;
/** A session ends after that long without use. */
const OLDEST_MS = 30 * 24 * 60 * 60_000;

const MOST_GUILDS = 100;
const MOST_CHANNELS = 500;
const MOST_DIRECT = 100;
const MOST_LOGS = 5;
const MOST_MESSAGES = 50;

export interface LastKnown {
  userId: string;
  /** When that was. */
  at: number;
  ready: Record<string, unknown>;
  guilds: readonly Record<string, unknown>[];
  logs: readonly { channelId: string; messages: readonly Message[] }[];
}

export function lastKnownOf(client: Client, state: State, at: number): LastKnown | null {
  if (state.me === null) return null;
  const logs = recentPlaces(client)
    .getState()
    .ids.flatMap((channelId) => {
      const log = state.logs[channelId];
      if (log === undefined || log.stale || log.rows.length === 0) return [];
      return [{ channelId, messages: log.rows.slice(-MOST_MESSAGES).map(({ message }) => message) }];
    });
  const stored = logs.slice(0, MOST_LOGS);
  const users = new Set(stored.flatMap(({ messages }) => messages.map(({ author }) => author.id)));
  users.add(state.me.id);
  const guildIds = state.guildOrder.slice(0, MOST_GUILDS);
  return {
    userId: state.me.id,
    at,
    ready: readyOf(state, guildIds),
    guilds: guildIds.map((guildId) => guildOf(state, guildId, users)),
    logs: stored,
  };
}

function readyOf(state: State, guildIds: readonly string[]): Record<string, unknown> {
  const dm = Object.values(state.dms)
    .sort((a, b) => compareIds(b.last_message_id ?? b.id, a.last_message_id ?? a.id))
    .slice(0, MOST_DIRECT);
  const { marks, settings } = state.reading;
  return {
    user: withoutEmail(state.me),
    guilds: guildIds.map((guildId) => ({ id: guildId })),
    private_channels: dm.map(({ recipientIds, ...channel }) => ({
      ...channel,
      recipients: usersOf(state, recipientIds),
    })),
    chatspace: {
      settings: state.settings,
      blocks: usersOf(state, [...state.blocks]),
      read_states: Object.entries(marks).map(([channel_id, { lastRead, mentions }]) => ({
        channel_id,
        last_read_id: lastRead,
        mention_count: mentions,
      })),
      notification_settings: Object.values(settings),
    },
  };
}

/** The own account has more fields than others see; the address is not needed offline. */
const withoutEmail = <T extends object | null | undefined>(user: T): T =>
  user != null && 'email' in user ? { ...user, email: null, verified: true } : user;

const usersOf = (state: State, ids: readonly string[]) =>
  ids.map((userId) => withoutEmail(state.users[userId])).filter((user) => user !== undefined);

function guildOf(state: State, guildId: string, users: ReadonlySet<string>): Record<string, unknown> {
  const { memberCount, ...guild } = state.guilds[guildId] ?? { memberCount: 1 };
  const channels = Object.values(state.channels).filter(({ guild_id }) => guild_id === guildId);
  const members = Object.values(state.members[guildId] ?? {}).filter(({ userId }) => users.has(userId));
  const floor = state.reading.floors[guildId];
  return {
    ...guild,
    member_count: memberCount,
    roles: Object.values(state.roles[guildId] ?? {}),
    channels: channels.slice(0, MOST_CHANNELS),
    members: members.map(({ userId, ...member }) => ({ ...member, user: withoutEmail(state.users[userId]) })),
    ...(floor !== undefined && { joined_at: timeOfId(floor).toISOString() }),
  };
}

/** Null when nothing of it can be shown, or when it is too old. */
export function stateOf(handlers: EventHandlers, stored: unknown, now: number): State | null {
  const known = object(stored);
  const at = known?.at;
  if (known === null || typeof at !== 'number' || !(Math.abs(now - at) < OLDEST_MS)) return null;
  const ready = applied(handlers, emptyState(), { name: 'READY', payload: known.ready }, at);
  if (ready.me === null) return null;
  const whole = each(known.guilds, object).reduce(
    (state, payload) => applied(handlers, state, { name: 'GUILD_CREATE', payload }, at),
    ready,
  );
  const shown = each(known.logs, object).reduce(withStoredLog, whole);
  return { ...shown, awaitedGuilds: [], lastKnown: at };
}

/** The log is stale from the beginning: the first page that comes replaces it. */
function withStoredLog(state: State, stored: Record<string, unknown>): State {
  const channelId = id(stored.channelId);
  if (channelId === null || !(channelId in state.channels || channelId in state.dms)) return state;
  const rows = each(stored.messages, readMessage)
    .filter((message) => message.channel_id === channelId)
    .map((message) => ({ key: message.id, message }))
    .sort((a, b) => compareIds(a.message.id, b.message.id));
  const users = rows.flatMap(({ message }) => [message.author, ...message.mentions]);
  const log = { ...emptyLog, rows, loaded: true, atEnd: true, stale: true };
  const next = withUsers(state, users);
  return { ...next, logs: { ...next.logs, [channelId]: log } };
}

const disk = perClient(() => ({
  database: null as UseStore | null,
  /** Each after the one before, so that nothing is written after it was to be erased. */
  writes: Promise.resolve() as Promise<unknown>,
}));

const opened = (client: Client): UseStore => {
  const own = disk(client);
  own.database ??= createStore(storageKey(client, 'last-known'), 'session');
  return own.database;
};

function write(client: Client, work: () => Promise<unknown>): Promise<unknown> {
  const own = disk(client);
  own.writes = own.writes.then(work).catch(() => undefined);
  return own.writes;
}

/** The server cannot be reached: shows the last known state, read-only, until it can be. */
export async function showLastKnown(client: Client): Promise<void> {
  if (localStorage.getItem(lastKnownMark(client)) === null) return;
  await disk(client).writes;
  const stored = await get<unknown>(KEY, opened(client));
  const state = stateOf(await client.loadEventHandlers(), stored, Date.now());
  const { status, unreachable } = sessionStore(client).getState();
  if (state?.me == null || status !== 'unknown' || !unreachable) return;
  client.store.setState((before) => ({ ...state, connection: before.connection }), true);
  resumeOffline(client, state.me);
}

/** The account has left this device, or its session has ended. */
export function forgetLastKnown(client: Client): Promise<unknown> {
  return write(client, async () => {
    await clear(opened(client));
    localStorage.removeItem(lastKnownMark(client));
  });
}

/** Stores the state of this account from now on; removes that of any earlier one. */
export function storeLastKnown(client: Client, userId: string): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const save = () => {
    clearTimeout(timer);
    timer = undefined;
    const state = client.store.getState();
    if (!isOnline(client) || state.awaitedGuilds.length > 0 || state.me?.id !== userId) return;
    const known = lastKnownOf(client, state, Date.now());
    void write(client, async () => {
      localStorage.setItem(lastKnownMark(client), '1');
      await set(KEY, known, opened(client));
    });
  };
  const onChange = (state: State, before: State) => {
    if (timer !== undefined || !differ(state, before) || document.visibilityState === 'hidden') return;
    timer = setTimeout(save, SAVE_AFTER_MS);
  };
  const onHidden = () => {
    if (timer !== undefined && document.visibilityState === 'hidden') save();
  };
  if (localStorage.getItem(lastKnownMark(client)) !== null)
    void write(client, () => forgetOthers(client, userId));
  const unsubscribe = client.store.subscribe(onChange);
  document.addEventListener('visibilitychange', onHidden);
  return () => {
    clearTimeout(timer);
    unsubscribe();
    document.removeEventListener('visibilitychange', onHidden);
  };
}

async function forgetOthers(client: Client, userId: string): Promise<void> {
  const stored = object(await get<unknown>(KEY, opened(client)));
  if (stored !== null && stored.userId !== userId) await clear(opened(client));
}

const STORED = ['me', 'guilds', 'channels', 'roles', 'dms', 'logs', 'reading', 'blocks'] as const;
const differ = (state: State, before: State): boolean => STORED.some((part) => state[part] !== before[part]);
