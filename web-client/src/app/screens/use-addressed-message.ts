/** An address may name a message behind `#`: goes to it once, and leaves the address as that of the channel. */
import { useLocation, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useClient } from '@/client/context';
import { jumpTo } from '@/store/composer/composer-state';

export function useAddressedMessage(channelId: string): void {
  const client = useClient();
  const router = useRouter();
  const { hash, pathname, searchStr } = useLocation();
  useEffect(() => {
    if (!/^\d{1,20}$/.test(hash)) return;
    jumpTo(client, channelId, hash);
    void router.navigate({ href: `${pathname}${searchStr}`, replace: true });
  }, [router, channelId, hash, pathname, searchStr, client]);
}
