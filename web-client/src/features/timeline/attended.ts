/** Whether somebody looks at this window. */
export const isAttended = (): boolean => document.hasFocus() && document.visibilityState === 'visible';
