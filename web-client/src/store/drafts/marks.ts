/** The channels with unsent text, for the lists of channels. */
import { createStore } from 'zustand/vanilla';
import { type Client, perClient } from '@/client/client';
import type { Id } from '@/store/state';

/** By channel; a missing one is looked up. */
export const draftMarks = perClient(() => createStore<Readonly<Record<Id, boolean>>>(() => ({})));

export function markDraft(client: Client, channelId: Id, has: boolean): void {
  if (draftMarks(client).getState()[channelId] !== has) draftMarks(client).setState({ [channelId]: has });
}

export function forgetDraftMarks(client: Client): void {
  draftMarks(client).setState({}, true);
}
