/** Marks everything in a guild as read, with a way back for a while. */
import { useClient } from '@/client/context';
import { markGuildRead } from '@/gateway';
import { useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { useWhenOnline } from '@/ui/offline/offline';
import { showToast } from '@/ui/toast/toast';

export function useGuildRead(guildId: string | undefined): () => void {
  const client = useClient();
  const text = useText();
  const failureText = useFailureText();
  const trying = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (thrown) {
      showToast({ text: failureText(thrown) });
    }
  };
  return useWhenOnline()(() => {
    if (guildId === undefined) return;
    void trying(async () => {
      const takeBack = await markGuildRead(client, guildId);
      const undo = { text: text('unread.undo'), onPress: () => void trying(takeBack) };
      showToast({ text: text('unread.guildIsRead'), action: undo });
    });
  });
}
