/** The features that messages have, and who handles each event of the gateway. A new feature is listed here. */
import type { Feature } from '@/extensions/feature';
import { addBindings } from '@/keyboard/bindings';
import { channelHandlers } from '@/store/channels/events';
import { dmHandlers } from '@/store/dms/events';
import type { EventHandlers } from '@/store/events';
import { guildHandlers } from '@/store/guilds/events';
import { memberHandlers } from '@/store/members/events';
import { messageHandlers } from '@/store/messages/events';
import { pinHandlers } from '@/store/messages/pins';
import { reactionHandlers } from '@/store/messages/reactions';
import { readStateHandlers } from '@/store/read-states/events';
import { sessionHandlers } from '@/store/session-events';
import { userHandlers } from '@/store/users/events';
import { pinFeature } from './pins';
import { reactionFeature } from './reactions';

/** In the order in which they are drawn. */
export const features: readonly Feature[] = [reactionFeature, pinFeature];

for (const { keys } of features) if (keys !== undefined) addBindings(keys);

/** Complete by its type: an event that no module handles is an error. */
export const eventHandlers: EventHandlers = {
  ...sessionHandlers,
  ...guildHandlers,
  ...channelHandlers,
  ...memberHandlers,
  ...userHandlers,
  ...messageHandlers,
  ...reactionHandlers,
  ...pinHandlers,
  ...readStateHandlers,
  ...dmHandlers,
};
