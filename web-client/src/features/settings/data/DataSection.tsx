/** The user's data: exporting it, and deleting the account. */
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
