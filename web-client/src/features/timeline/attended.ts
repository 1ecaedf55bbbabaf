/** Whether this window is visible and focused. */
export const isAttended = (): boolean => document.hasFocus() && document.visibilityState === 'visible';
