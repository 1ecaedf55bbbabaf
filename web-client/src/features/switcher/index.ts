/** The public interface of this feature; the app loads it on demand. */
export type { Action, DmTarget, Unread } from './entries';
export { Switcher } from './Switcher';
