/** What the screens take from this feature. What is seen first of it is fetched when it is first gone to. */
export { ConversationHeader } from './ConversationHeader';
export { ConversationList } from './ConversationList';
export { DirectWindows } from './DirectWindows';
export { openWindow } from './opened';
export { PeoplePanel } from './PeoplePanel';
export { useConversationKeys } from './use-conversation-keys';
