/** What the app takes from this feature; it fetches it on demand. */
export type { Action, Conversation, Unread } from './entries';
export { Switcher } from './Switcher';
