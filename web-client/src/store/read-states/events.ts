/** Applies events of read states and notification settings. */
import type { SomeHandlers } from '@/store/events';
import { each, object } from '@/store/normalise';
import type { State } from '@/store/state';
import { readNotificationSetting, readReadState } from './normalise';
import * as reading from './reading';

export const readStateHandlers = {
  CHATSPACE_MESSAGE_ACK: (state, payload) =>
    reading.withReadStates(state, each(payload.read_states, readReadState)),
  CHATSPACE_NOTIFICATION_SETTINGS_UPDATE: (state, payload) => {
    const setting = readNotificationSetting(payload);
    return setting === null ? state : reading.withNotificationSetting(state, setting);
  },
} satisfies SomeHandlers;

/** What READY says only to ChatSpace's own clients, as far as reading needs it. */
export function withReadingOf(state: State, chatspace: unknown): State {
  const extras = object(chatspace);
  return reading.withReadingAtFirst(state, {
    readStates: each(extras?.read_states, readReadState),
    settings: each(extras?.notification_settings, readNotificationSetting),
  });
}
