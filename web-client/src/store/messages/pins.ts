/** Pinned messages: when the newest pin of a channel was made, whether the reader has seen it, and what they change. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { pinMessage, unpinMessage } from '@/api';
import type { Message } from '@/api/gen';
import { httpOf } from '@/api/http';
import { type Client, perClient } from '@/client/client';
import { useClient } from '@/client/context';
import { storageKey } from '@/client/storage';
import { withChannel } from '@/store/entities';
import type { SomeHandlers } from '@/store/events';
import { bit } from '@/store/guilds/permissions';
import { id, object, time } from '@/store/normalise';
import type { Id, State } from '@/store/state';

export const PIN_MESSAGES = bit(51);
/** Pinned messages of a channel. */
export const MOST_PINS = 250;
/** Channels whose seen pins are remembered on this device. */
const STORED = 500;
const TIMEOUT_MS = 15_000;

export const pinHandlers = {
  CHANNEL_PINS_UPDATE: (state, payload) => {
    const channelId = id(payload.channel_id);
    return channelId === null
      ? state
      : withLastPin(state, channelId, time(payload.last_pin_timestamp) || null);
  },
} satisfies SomeHandlers;

function withLastPin(state: State, channelId: Id, last_pin_timestamp: string | null): State {
  const channel = state.channels[channelId];
  if (channel !== undefined) return withChannel(state, { ...channel, last_pin_timestamp });
  const dm = state.dms[channelId];
  if (dm === undefined) return state;
  return { ...state, dms: { ...state.dms, [channelId]: { ...dm, last_pin_timestamp } } };
}

const lastPinOf = ({ channels, dms }: Pick<State, 'channels' | 'dms'>, channelId: Id): string | null =>
  (channels[channelId] ?? dms[channelId])?.last_pin_timestamp ?? null;

type Times = Readonly<Record<Id, string>>;

function stored(client: Client): Times {
  try {
    const found = object(JSON.parse(localStorage.getItem(storageKey(client, 'pins')) ?? '{}')) ?? {};
    const known = Object.entries(found).filter((entry): entry is [string, string] => time(entry[1]) !== '');
    return Object.fromEntries(known.slice(-STORED));
  } catch {
    return {};
  }
}

/** Per channel, the time of the newest pin that the reader has seen or made. */
const seen = perClient((client) => {
  const store = createStore<{ times: Times }>(() => ({ times: stored(client) }));
  store.subscribe(({ times }) => {
    try {
      localStorage.setItem(storageKey(client, 'pins'), JSON.stringify(times));
    } catch {} // Without storage they are known as long as the page lives.
  });
  client.store.subscribe((state, before) => {
    if (before.me !== null && state.me === null) store.setState({ times: {} });
    for (const channelId of own(client)) {
      if (lastPinOf(state, channelId) === lastPinOf(before, channelId)) continue;
      own(client).delete(channelId);
      notePinsSeen(client, channelId);
    }
  });
  return store;
});

/** Channels whose next pin is the user's own. */
const own = perClient(() => new Set<Id>());

/** The reader has seen the pins that a channel has now. */
export function notePinsSeen(client: Client, channelId: Id): void {
  const last = lastPinOf(client.store.getState(), channelId);
  if (last === null) return;
  seen(client).setState(({ times: { [channelId]: _, ...others } }) => ({
    times: Object.fromEntries([...Object.entries(others), [channelId, last] as const].slice(-STORED)),
  }));
}

/** When the newest pin of a channel was made. */
export const useLastPin = (channelId: Id): string | null =>
  useStore(useClient().store, (state) => lastPinOf(state, channelId));

/** Whether a channel has a pin that is newer than those that the reader has seen. */
export function useHasNewPins(channelId: Id): boolean {
  const client = useClient();
  const last = useLastPin(channelId);
  const known = useStore(seen(client), ({ times }) => times[channelId]);
  return last !== null && (known === undefined || Date.parse(known) < Date.parse(last));
}

/** Pins a message, or takes the pin away. An event follows, to this client, too. */
export async function setPinned(client: Client, message: Message, on: boolean): Promise<void> {
  const { channel_id, id: message_id } = message;
  if (on) own(client).add(channel_id);
  try {
    const options = { client: httpOf(client), path: { channel_id, message_id } };
    const call = on ? pinMessage : unpinMessage;
    await call({ ...options, throwOnError: true, signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (thrown) {
    own(client).delete(channel_id);
    throw thrown;
  }
}
