/** Where one is signed in, and what touched the safety of the account. */
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
