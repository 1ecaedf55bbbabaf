/** The settings of the account and of this device. */
import { useParams } from '@tanstack/react-router';
// The keys of features are among the settings.
import '@/features/registry';
import { Settings } from '@/features/settings/Settings';

export function SettingsScreen() {
  const { section } = useParams({ strict: false });
  return <Settings section={section} />;
}
