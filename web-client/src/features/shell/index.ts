/** The public interface of this feature. */

export { useLayout } from '@/ui/layout/use-layout';
export { membersPanel, toggleMembersPanel } from './members-panel';
export { PanelHeader } from './PanelHeader';
export { type PanelName, Shell } from './Shell';
export { UserPanel } from './UserPanel';
export { useShellKeys } from './use-shell-keys';
