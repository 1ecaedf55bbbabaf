/**
 * The completions of a channel. Only users who are known or match the query are offered: nothing waits for the whole
 * member list.
 */
import { useEffect, useMemo, useRef } from 'react';
import type { Client } from '@/client/client';
import { useClient } from '@/client/context';
import { findMembers } from '@/gateway';
import { useRecipients } from '@/store/dms/selectors';
import { foldName, mentionNames } from '@/store/mentions/names';
import {
  type NamedUser,
  TEXT_CHANNEL,
  useCan,
  useChannelLog,
  useChannels,
  useMembers,
  useMembersLoad,
  useRoles,
} from '@/store/selectors';
import { type Completion, namesOf, type Offer } from './completions';

const ASK_AFTER_MS = 120;
const MOST_ASKED = 20;
/** A name of more words is rather a sentence. */
const MOST_WORDS = 3;

interface Place {
  guildId: string | undefined;
  channelId: string;
}

export function useOffers(place: Place, at: Completion | null): readonly Offer[] {
  const users = useUserOffers(place);
  const others = useRolesAndAll(place);
  const channels = useChannelOffers(place);
  useFinding(place.guildId, at, users);
  return at?.sign === '#'
    ? channels
    : at === null || at.query !== ''
      ? [...users, ...others]
      : [...others, ...users];
}

/** Who spoke here last comes first. */
function useUserOffers({ guildId, channelId }: Place): readonly Offer[] {
  const members = useMembers(guildId);
  const recipients = useRecipients(channelId);
  const users: readonly NamedUser[] = guildId === undefined ? recipients : members;
  const { rows } = useChannelLog(channelId);
  return useMemo(() => {
    const spoke = new Map(rows.map(({ message }, index) => [message.author.id, index]));
    return users
      .toSorted((a, b) => (spoke.get(b.user.id) ?? -1) - (spoke.get(a.user.id) ?? -1))
      .map(({ user, name }) => ({ kind: 'user', id: user.id, name, user, insert: `@${user.username}` }));
  }, [users, rows]);
}

function useRolesAndAll({ guildId, channelId }: Place): readonly Offer[] {
  const client = useClient();
  const roles = useRoles(guildId);
  const mayMentionAll = useCan(channelId, 'mentionEveryone');
  return useMemo(() => {
    if (guildId === undefined) return [];
    const named = roles.filter(({ id, mentionable }) => id !== guildId && (mentionable || mayMentionAll));
    const all = mayMentionAll ? (['@everyone', '@here'] as const) : [];
    return [
      ...all.map((id): Offer => ({ kind: 'everyone', id, name: id.slice(1), insert: id })),
      ...named.map((role): Offer => offerOf(client, 'role', role, channelId)),
    ];
  }, [roles, guildId, channelId, mayMentionAll, client]);
}

function useChannelOffers({ guildId, channelId }: Place): readonly Offer[] {
  const client = useClient();
  const channels = useChannels(guildId);
  return useMemo(
    () =>
      channels
        .filter(({ type }) => type === TEXT_CHANNEL)
        .map((channel): Offer => offerOf(client, 'channel', channel, channelId)),
    [channels, channelId, client],
  );
}

/** Written by name where that is understood, else by id. */
function offerOf(
  client: Client,
  kind: 'role' | 'channel',
  { id, name }: { id: string; name: string },
  channelId: string,
): Offer {
  const wire = kind === 'role' ? `<@&${id}>` : `<#${id}>`;
  const insert = mentionNames(client.store.getState(), channelId).written.get(wire) ?? wire;
  return { kind, id, name, insert };
}

/**
 * Requests members by the query once typing pauses. A query that extends one with few results needs no further request.
 */
function useFinding(guildId: string | undefined, at: Completion | null, known: readonly Offer[]): void {
  const client = useClient();
  const isWhole = useMembersLoad(guildId) === 'loaded';
  const asked = useRef(new Set<string>());
  const query = at?.sign === '@' ? foldName(at.query.trim()) : '';
  const isWorthAsking =
    guildId !== undefined && !isWhole && query !== '' && query.split(/\s+/).length <= MOST_WORDS;
  const latest = useRef(known);
  useEffect(() => {
    latest.current = known;
  });
  useEffect(() => {
    if (!isWorthAsking) return;
    const timer = setTimeout(() => {
      const isKnown = [...asked.current].some(
        (part) => query.startsWith(part) && beginning(latest.current, part) < MOST_ASKED,
      );
      if (isKnown) return;
      asked.current.add(query);
      findMembers(client, guildId, query, MOST_ASKED);
    }, ASK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [guildId, isWorthAsking, query, client]);
}

const beginning = (offers: readonly Offer[], part: string): number =>
  offers.filter((offer) => namesOf(offer).some((name) => foldName(name).startsWith(part))).length;
