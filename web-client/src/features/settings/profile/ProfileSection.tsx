/** The public profile of the user. */
import { useSession } from '@/api/use-session';
import { Card } from '@/ui/card/Card';
import { AvatarField } from './AvatarField';
import { ProfileForm } from './ProfileForm';

export function ProfileSection() {
  const { user } = useSession();
  if (user === null) return null;
  return (
    <>
      <Card title="settings.avatar">
        <AvatarField me={user} />
      </Card>
      <Card title="settings.profile">
        <ProfileForm me={user} />
      </Card>
    </>
  );
}
