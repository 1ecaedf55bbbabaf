/** Changes the current user's status. Refusals appear as a toast. */
import { updateCurrentUser } from '@/api';
import type { PresenceStatus } from '@/api/gen';
import { httpOf } from '@/api/http';
import { storeUser } from '@/api/session';
import type { Client } from '@/client/client';
import { useClient } from '@/client/context';
import { changeSettings } from '@/gateway';
import { useFailureText } from '@/i18n/failures';
import { showToast } from '@/ui/toast/toast';

export function useOwnStatus() {
  const client = useClient();
  const failureText = useFailureText();
  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (thrown) {
      showToast({ text: failureText(thrown) });
    }
  };
  return {
    choose: (status: PresenceStatus) => attempt(() => changeSettings(client, { status })),
    clear: () => attempt(() => saveWords(client, null, null)),
  };
}

/** The custom status, and when it expires. */
export async function saveWords(client: Client, words: string | null, end: string | null): Promise<void> {
  const body = { custom_status: words, custom_status_expires_at: end };
  storeUser(client, (await updateCurrentUser({ client: httpOf(client), body, throwOnError: true })).data);
}
