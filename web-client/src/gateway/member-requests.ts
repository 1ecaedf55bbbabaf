/** Asks for members: all of a guild, or those whose name begins so. */
import type { Client } from '@/client/client';
import { SEARCH_NONCE } from '@/store/members/events';
import { newNonce } from '@/store/outbox/nonce';
import { afterEvents } from './after-events';
import { isOnline, sendFrame } from './connection';
import { type Dispatch, Op } from './types';

const MOST_FOUND = 10;
const LOOK_UP_MS = 2_000;

/** Members of one guild whose name begins so, once they are in the store, or have not come for a while. */
export function lookUpMembers(client: Client, guildId: string, query: string): Promise<void> {
  const nonce = `${SEARCH_NONCE}${newNonce()}`;
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(done, LOOK_UP_MS);
    const stop = afterEvents(client, (events) => {
      const isAnswer = ({ name, payload }: Dispatch) =>
        name === 'GUILD_MEMBERS_CHUNK' && (payload as { nonce?: unknown } | null)?.nonce === nonce;
      if (events.some(isAnswer)) done();
    });
    const body = { guild_id: guildId, query, limit: MOST_FOUND, presences: true, nonce };
    sendFrame(client, Op.requestMembers, body);
  });
}

export function requestMembers(client: Client, guildId: string): void {
  if (!isOnline(client)) return;
  client.store.setState((state) => ({
    ...state,
    membersLoad: { ...state.membersLoad, [guildId]: 'loading' },
  }));
  sendFrame(client, Op.requestMembers, {
    guild_id: guildId,
    query: '',
    limit: 0,
    presences: true,
    nonce: `m${Date.now().toString(36)}`,
  });
}

/** How many guilds are searched at once: each request counts against the gateway's rate limit. */
const MOST_GUILDS = 10;
const FOUND_IN_EACH = 20;

/** Asks the guilds whose members are not all known for those whose names begin like this. */
export function searchMembers(client: Client, query: string): void {
  const { guildOrder, membersLoad } = client.store.getState();
  const asked = guildOrder.filter((guildId) => membersLoad[guildId] !== 'loaded').slice(0, MOST_GUILDS);
  for (const guildId of asked) findMembers(client, guildId, query, FOUND_IN_EACH);
}

/** Members of one guild whose name begins so; those found become known. */
export function findMembers(client: Client, guildId: string, query: string, limit = MOST_FOUND): void {
  const nonce = `${SEARCH_NONCE}${Date.now().toString(36)}`;
  sendFrame(client, Op.requestMembers, { guild_id: guildId, query, limit, presences: true, nonce });
}
