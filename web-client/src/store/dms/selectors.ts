/** Reads of direct messages for components, beside those of `selectors`. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { Settings } from '@/api/gen';
import { useClient } from '@/client/context';
import { useFormats, useText } from '@/i18n';
import { compareIds } from '@/lib/ids';
import { displayName, isGone, type NamedUser } from '@/store/selectors';
import type { DmEntity, Id, State, User } from '@/store/state';
import { GROUP } from './normalise';

const useLive = <T>(select: (state: State) => T): T => {
  const client = useClient();
  return useStore(client.store, select);
};

/** `gone` is the name of users whose account is deleted. */
const named = (user: User, gone: string): NamedUser => ({
  user,
  name: isGone(user) ? gone : displayName(user),
});

export const useDm = (channelId: Id | undefined): DmEntity | undefined =>
  useLive((state) => (channelId === undefined ? undefined : state.dms[channelId]));

/** READY has arrived: a DM that is missing is not open. */
export const useDmsComplete = (): boolean => useLive((state) => state.me !== null);

export const isGroup = (channel: DmEntity | undefined): boolean => channel?.type === GROUP;

/** The other recipient of a DM of two. */
export const partnerOf = (channel: DmEntity | undefined): Id | undefined =>
  isGroup(channel) ? undefined : channel?.recipientIds[0];

/** Ordered by the last message, newest first; an empty one by its creation. */
const lastActivity = ({ id, last_message_id }: DmEntity): Id => last_message_id ?? id;

export function useDms(): readonly DmEntity[] {
  const channels = useLive((state) => state.dms);
  return useMemo(
    () => Object.values(channels).sort((a, b) => compareIds(lastActivity(b), lastActivity(a))),
    [channels],
  );
}

/** The other recipients with their names, in the order of the server. */
export function useRecipients(channelId: Id | undefined): readonly NamedUser[] {
  const ids = useDm(channelId)?.recipientIds;
  const users = useLive(useShallow((state) => ids?.map((id) => state.users[id])));
  const gone = useText()('user.gone');
  return useMemo(
    () => (users ?? []).filter((user) => user !== undefined).map((user) => named(user, gone)),
    [users, gone],
  );
}

/** Of two: the other user's name. Of a group: its own, or the names of its members. */
function useTitle(): (channel: DmEntity | undefined, people: readonly NamedUser[]) => string {
  const text = useText();
  const { formatList } = useFormats();
  return (channel, people) => {
    if (typeof channel?.name === 'string' && channel.name !== '') return channel.name;
    return people.length === 0 ? text('dm.alone') : formatList(people.map(({ name }) => name));
  };
}

export function useDmName(channelId: Id | undefined): string {
  return useTitle()(useDm(channelId), useRecipients(channelId));
}

/** All open DMs with their names, newest first. */
export function useNamedDms(): readonly { id: Id; name: string; userId: Id | undefined }[] {
  const channels = useDms();
  const users = useLive((state) => state.users);
  const gone = useText()('user.gone');
  const title = useTitle();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with the language alone
  return useMemo(
    () =>
      channels.map((channel) => {
        const people = channel.recipientIds.map((id) => users[id]).filter((user) => user !== undefined);
        const name = title(
          channel,
          people.map((user) => named(user, gone)),
        );
        return { id: channel.id, name, userId: partnerOf(channel) };
      }),
    [channels, users, gone],
  );
}

export interface Place {
  kind: 'guild' | 'user' | 'group';
  /** The name of a channel without its sign. */
  name: string;
}

/** The location of a DM in words. */
export function usePlace(channelId: Id): Place {
  const channel = useLive((state) => state.channels[channelId]?.name ?? '');
  const direct = useDm(channelId);
  const name = useDmName(channelId);
  if (direct === undefined) return { kind: 'guild', name: channel };
  return { kind: isGroup(direct) ? 'group' : 'user', name };
}

export const useIsBlocked = (userId: Id | undefined): boolean =>
  useLive((state) => userId !== undefined && state.blocks.has(userId));

/** Whether the messages of this author are collapsed here: not in a DM of two, which can stay closed. */
export const useIsFolded = (channelId: Id, authorId: Id): boolean =>
  useLive((state) => state.blocks.has(authorId) && partnerOf(state.dms[channelId]) === undefined);

/** Blocked users, in the order of the server. */
export function useBlocked(): readonly NamedUser[] {
  const blocks = useLive((state) => state.blocks);
  const users = useLive((state) => state.users);
  const gone = useText()('user.gone');
  return useMemo(
    () =>
      [...blocks]
        .map((id) => users[id])
        .filter((user) => user !== undefined)
        .map((user) => named(user, gone)),
    [blocks, users, gone],
  );
}

/** Why the user cannot write in a DM of two, as far as the client knows. */
export function useObstacle(channelId: Id): 'blocked' | 'gone' | null {
  return useLive((state) => {
    const partner = partnerOf(state.dms[channelId]);
    const user = partner === undefined ? undefined : state.users[partner];
    if (user === undefined) return null;
    if (isGone(user)) return 'gone';
    return state.blocks.has(user.id) ? 'blocked' : null;
  });
}

export const useSettings = (): Settings | null => useLive((state) => state.settings);

/** All known users who can be contacted: not the current user, no deleted accounts, no blocked users. */
export function useKnownUsers(): readonly NamedUser[] {
  const users = useLive((state) => state.users);
  const blocks = useLive((state) => state.blocks);
  const me = useLive((state) => state.me?.id);
  return useMemo(() => {
    const collator = new Intl.Collator(document.documentElement.lang || undefined, { sensitivity: 'base' });
    return Object.values(users)
      .filter((user) => user.id !== me && !user.bot && !user.system && !blocks.has(user.id) && !isGone(user))
      .map((user) => named(user, ''))
      .sort((a, b) => collator.compare(a.name, b.name));
  }, [users, blocks, me]);
}
