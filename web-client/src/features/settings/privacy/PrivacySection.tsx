/** Who can send DMs, and blocked users. */
import { BlocksCard } from './BlocksCard';
import { WhoMayWriteCard } from './WhoMayWriteCard';

export function PrivacySection() {
  return (
    <>
      <WhoMayWriteCard />
      <BlocksCard />
    </>
  );
}
