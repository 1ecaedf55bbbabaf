/** The sessions of the account, and its security events. */
import { EventsCard } from './EventsCard';
import { SessionsCard } from './SessionsCard';

export function DevicesSection() {
  return (
    <>
      <SessionsCard />
      <EventsCard />
    </>
  );
}
