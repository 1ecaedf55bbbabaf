/** What the screens take from this feature. */
export { membersPanel, toggleMembersPanel } from './members-panel';
export { PanelHeader } from './PanelHeader';
export { PersonPanel } from './PersonPanel';
export { type PanelName, Shell } from './Shell';
export { useLayout } from './use-layout';
export { useShellKeys } from './use-shell-keys';
