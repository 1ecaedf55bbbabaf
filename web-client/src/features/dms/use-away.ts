/** Leads away from a conversation that is no more, if it is the one that is looked at. */
import { useNavigate } from '@tanstack/react-router';

export function useAway(): (channelId: string) => Promise<void> {
  const navigate = useNavigate();
  return async (channelId) => {
    if (location.pathname.endsWith(`/${channelId}`)) await navigate({ to: '/dm' });
  };
}
