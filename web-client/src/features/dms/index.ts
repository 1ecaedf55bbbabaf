/** What the screens take from this feature. What is seen first of it is fetched when it is first gone to. */
export { DmHeader } from './DmHeader';
export { DmList } from './DmList';
export { DmWindows } from './DmWindows';
export { openWindow } from './opened';
export { RecipientsPanel } from './RecipientsPanel';
export { useDmKeys } from './use-dm-keys';
