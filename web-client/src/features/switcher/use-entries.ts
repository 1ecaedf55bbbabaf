/** The entries of the palette while it is open. Unknown members are requested by prefix. */
import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { useClient } from '@/client/context';
import { findMembers } from '@/gateway';
import { recentPlaces } from '@/store/channels/recent';
import type { State } from '@/store/state';
import { type Entry, entriesFrom, type Sources } from './entries';

export type SwitcherSources = Pick<Sources, 'dms' | 'actions' | 'unreadOf'>;

const REST_MS = 200;
const LEAST_CHARACTERS = 2;
/** Enough for most users; few belong to more large guilds. */
const MOST_GUILDS = 5;

export function useEntries({ dms, actions, unreadOf }: SwitcherSources, typed: string): readonly Entry[] {
  const client = useClient();
  const state = useStore(client.store);
  const recent = useStore(recentPlaces(client), ({ ids }) => ids);
  useAskedMembers(typed);
  const { channels, guilds, members, reading, users } = state;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only these parts of the state are read
  return useMemo(
    () => entriesFrom({ state, dms, actions, recent, unreadOf }),
    [channels, guilds, members, reading, users, dms, actions, recent, unreadOf],
  );
}

function useAskedMembers(typed: string): void {
  const client = useClient();
  const name = typed.trim().replace(/^@/, '').trim();
  const isName = name.length >= LEAST_CHARACTERS && !/^[#*>]/.test(name);
  useEffect(() => {
    if (!isName) return;
    const timer = setTimeout(() => {
      for (const guildId of notWhollyKnown(client.store.getState())) findMembers(client, guildId, name);
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [name, isName, client]);
}

function notWhollyKnown({ guildOrder, guilds, members }: State): readonly string[] {
  const isLarger = (id: string) => (guilds[id]?.memberCount ?? 0) > Object.keys(members[id] ?? {}).length;
  return guildOrder.filter(isLarger).slice(0, MOST_GUILDS);
}
