/** The settings of the person and of this device. */
export { Settings as SettingsScreen } from '@/features/settings/Settings';
