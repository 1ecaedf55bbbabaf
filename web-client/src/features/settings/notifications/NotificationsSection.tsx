/** Notifications of this device, and pushes while the client is closed. */
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
