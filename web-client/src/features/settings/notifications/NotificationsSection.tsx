/** Notifications on this device, and push notifications while the client is closed. */
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
