/**
 * Opens and changes DMs, and blocks users. The response is in the state before the promise resolves; the event for all
 * devices may arrive before or after it.
 */
import * as api from '@/api';
import { httpOf } from '@/api/http';
import type { Client } from '@/client/client';
import { withBlocks, withDm, withoutDm } from '@/store/dms/dms';
import { readDm } from '@/store/dms/normalise';
import type { User } from '@/store/state';

/** The DM with this user, or a new group with several. Resolves with its id. */
export async function openDm(client: Client, userIds: readonly string[]): Promise<string> {
  const [first = ''] = userIds;
  const body = userIds.length === 1 ? { recipient_id: first } : { recipients: [...userIds] };
  const { data } = await api.openDmChannel({ client: httpOf(client), body, throwOnError: true });
  keep(client, data);
  return data.id;
}

/** Closes a DM for the current user only; leaves a group. */
export async function closeDm(client: Client, channelId: string): Promise<void> {
  await api.deleteChannel({ client: httpOf(client), path: { channel_id: channelId }, throwOnError: true });
  client.store.setState((state) => withoutDm(state, channelId), true);
}

export async function renameGroup(client: Client, channelId: string, name: string): Promise<void> {
  const body = { name: name === '' ? null : name };
  keep(
    client,
    (
      await api.updateChannel({
        client: httpOf(client),
        path: { channel_id: channelId },
        body,
        throwOnError: true,
      })
    ).data,
  );
}

/** Null removes the icon. */
export async function changeGroupIcon(client: Client, channelId: string, file: File | null): Promise<void> {
  const path = { channel_id: channelId };
  const { data } =
    file === null
      ? await api.updateChannel({ client: httpOf(client), path, body: { icon: null }, throwOnError: true })
      : await api.uploadGroupIcon({ client: httpOf(client), path, body: { file }, throwOnError: true });
  keep(client, data);
}

export async function addToGroup(client: Client, channelId: string, userId: string): Promise<void> {
  await api.addRecipient({
    client: httpOf(client),
    path: { channel_id: channelId, user_id: userId },
    throwOnError: true,
  });
}

export async function removeFromGroup(client: Client, channelId: string, userId: string): Promise<void> {
  await api.removeRecipient({
    client: httpOf(client),
    path: { channel_id: channelId, user_id: userId },
    throwOnError: true,
  });
}

export async function block(client: Client, user: User): Promise<void> {
  await api.blockUser({ client: httpOf(client), path: { user_id: user.id }, throwOnError: true });
  changeBlocks(client, (ids) => [...ids, user.id], user);
}

export async function unblock(client: Client, user: User): Promise<void> {
  await api.unblockUser({ client: httpOf(client), path: { user_id: user.id }, throwOnError: true });
  changeBlocks(client, (ids) => ids.filter((id) => id !== user.id), user);
}

function keep(client: Client, answer: unknown): void {
  const channel = readDm(answer);
  if (channel !== null) client.store.setState((state) => withDm(state, channel), true);
}

function changeBlocks(client: Client, change: (ids: string[]) => string[], user: User): void {
  client.store.setState((state) => {
    const users = { ...state.users, [user.id]: state.users[user.id] ?? user };
    const ids = [...new Set(change([...state.blocks]))];
    return withBlocks(
      { ...state, users },
      ids.map((id) => users[id]).filter((one) => one !== undefined),
    );
  }, true);
}
