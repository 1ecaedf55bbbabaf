/** Going to a message, loaded or not, and back to the present. The message that was gone to is marked for a while. */
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { useClient } from '@/client/context';
import { isNewerId } from '@/lib/ids';
import { jumpTaken, useComposerState } from '@/store/composer/composer-state';
import { loadAround, loadLatest, reaches } from '@/store/messages/history';
import type { Item } from './items';
import type { LogHandle } from './VirtualLog';

const HIGHLIGHT_MS = 2_000;

export function useJumps(channelId: string, items: readonly Item[], list: RefObject<LogHandle | null>) {
  const client = useClient();
  const [highlighted, setHighlighted] = useState<string | null>(null);
  /** Where to go as soon as it is in the list: to a message, or to the first one after it. */
  const wanted = useRef<{ id: string; after: boolean } | null>(null);
  const jump = useComposerState(channelId, (composer) => composer.jump);
  const presentRequests = useComposerState(channelId, (composer) => composer.toPresent);
  const latestItems = useRef(items);

  const goIfHere = useCallback(() => {
    if (wanted.current === null) return;
    const { id, after } = wanted.current;
    const log = client.store.getState().logs[channelId];
    if (after && (log === undefined || !reaches(log, id))) return;
    const index = latestItems.current.findIndex(({ message }) =>
      after ? isNewerId(message.id, id) : message.id === id,
    );
    const found = latestItems.current[index];
    if (found === undefined) return;
    wanted.current = null;
    if (!after) setHighlighted(found.message.id);
    list.current?.toIndex(index, after ? 'start' : 'center');
  }, [channelId, list, client]);

  /** To the first message after this one. */
  const toFirstAfter = useCallback(
    (id: string) => {
      wanted.current = { id, after: true };
      goIfHere();
      if (wanted.current !== null) void loadAround(client, channelId, id);
    },
    [channelId, goIfHere, client],
  );

  const toPresent = useCallback(() => {
    wanted.current = null;
    const log = client.store.getState().logs[channelId];
    if (log?.loaded && !log.atEnd) {
      void loadLatest(client, channelId).then(() => list.current?.toEnd());
    } else list.current?.toEnd();
  }, [channelId, list, client]);

  useEffect(() => {
    latestItems.current = items;
    goIfHere();
  }, [items, goIfHere]);

  useEffect(() => {
    if (jump === null) return;
    wanted.current = { id: jump.messageId, after: false };
    jumpTaken(client, channelId);
    goIfHere();
    if (wanted.current !== null) void loadAround(client, channelId, jump.messageId);
  }, [jump, channelId, goIfHere, client]);

  // A message that is edited from the field comes into view.
  const editing = useComposerState(channelId, (composer) => composer.editing);
  useEffect(() => {
    const index = latestItems.current.findIndex((item) => item.message.id === editing);
    if (editing !== null && index !== -1) list.current?.toIndex(index, 'nearest');
  }, [editing, list]);

  useEffect(() => {
    if (presentRequests > 0) toPresent();
  }, [presentRequests, toPresent]);

  useEffect(() => {
    if (highlighted === null) return;
    const timer = setTimeout(() => setHighlighted(null), HIGHLIGHT_MS);
    return () => clearTimeout(timer);
  }, [highlighted]);

  return { highlighted, toPresent, toFirstAfter };
}
