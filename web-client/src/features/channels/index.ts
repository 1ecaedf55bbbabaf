/** The public interface of this feature. */

export type { ChannelAction } from './ChannelDialogs';
export { ChannelHeader } from './ChannelHeader';
export { ChannelList, ChannelListSkeleton } from './ChannelList';
export { lastChannel, rememberChannel } from './last-channel';
export { useChannelKeys } from './use-channel-keys';
