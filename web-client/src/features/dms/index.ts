/** The public interface of this feature. Its screens load on the first visit. */
export { DmHeader } from './DmHeader';
export { DmList } from './DmList';
export { DmWindows } from './DmWindows';
export { openWindow } from './opened';
export { RecipientsPanel } from './RecipientsPanel';
export { useDmKeys } from './use-dm-keys';
