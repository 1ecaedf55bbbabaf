/** The page an invite link leads to. */
import { getRouteApi } from '@tanstack/react-router';
import { InviteLanding } from '@/features/auth/InviteLanding';

const route = getRouteApi('/invite/$code');

export function InviteScreen() {
  return <InviteLanding code={route.useParams().code} />;
}
