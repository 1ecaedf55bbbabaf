/** What is stored of a person: taking it along, and ending the account. */
import { useSession } from '@/api/use-session';
import { DeleteCard } from './DeleteCard';
import { ExportCard } from './ExportCard';

export function DataSection() {
  const { user } = useSession();
  if (user === null) return null;
  return (
    <>
      <ExportCard />
      <DeleteCard me={user} />
    </>
  );
}
