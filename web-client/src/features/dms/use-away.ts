/** Navigates away from a DM that no longer exists, if it is open. */
import { useNavigate } from '@tanstack/react-router';

export function useAway(): (channelId: string) => Promise<void> {
  const navigate = useNavigate();
  return async (channelId) => {
    if (location.pathname.endsWith(`/${channelId}`)) await navigate({ to: '/dm' });
  };
}
