/** What the screens take from this feature. What is seen first of it is fetched when it is first gone to. */
export { ConversationHeader } from './ConversationHeader';
export { ConversationList } from './ConversationList';
export { PeoplePanel } from './PeoplePanel';
export { useConversationKeys } from './use-conversation-keys';
export { DirectWindows, openWindow } from './window';
