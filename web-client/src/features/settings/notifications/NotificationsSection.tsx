/** What this device tells of, and what is pushed when nothing is open. */
import { DeviceCard } from './DeviceCard';
import { PushCard } from './PushCard';

export function NotificationsSection() {
  return (
    <>
      <DeviceCard />
      <PushCard />
    </>
  );
}
