/** Sign-in data: the email address and the password. */
import { useSession } from '@/api/use-session';
import { EmailCard } from './EmailCard';
import { PasswordCard } from './PasswordCard';

export function AccountSection() {
  const { user } = useSession();
  if (user === null) return null;
  return (
    <>
      <EmailCard me={user} />
      <PasswordCard email={user.email ?? ''} />
    </>
  );
}
