/** Who may write to one, and whom one has blocked. */
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
