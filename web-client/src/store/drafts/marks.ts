/** In which channels something was written and not sent, for the lists of channels. */
import { createStore } from 'zustand/vanilla';
import type { Id } from '@/store/state';

/** By channel; one that is not here is looked up. */
export const draftMarks = createStore<Readonly<Record<Id, boolean>>>(() => ({}));

export function markDraft(channelId: Id, has: boolean): void {
  if (draftMarks.getState()[channelId] !== has) draftMarks.setState({ [channelId]: has });
}

export function forgetDraftMarks(): void {
  draftMarks.setState({}, true);
}
