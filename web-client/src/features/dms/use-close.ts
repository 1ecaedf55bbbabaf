/** Closes a conversation of two, which comes back with the next message; a group is left, and that is asked first. */
import { useClient } from '@/client/context';
import { useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { isGroup, useDmName } from '@/store/dms/selectors';
import type { DmEntity } from '@/store/selectors';
import { useWhenOnline } from '@/ui/offline/offline';
import { showToast } from '@/ui/toast/toast';
import { openWindow } from './opened';
import { useAway } from './use-away';

interface Close {
  label: string;
  /** With the name of the conversation, for where it does not stand beside. */
  named: string;
  run: () => void;
}

export function useClose(channel: DmEntity): Close {
  const client = useClient();
  const text = useText();
  const failureText = useFailureText();
  const away = useAway();
  const whenOnline = useWhenOnline();
  const name = useDmName(channel.id);
  if (isGroup(channel)) {
    return {
      label: text('direct.leave'),
      named: text('direct.leave.named', { name }),
      run: () => openWindow(client, { kind: 'leave', channelId: channel.id }),
    };
  }
  const close = async () => {
    try {
      const { closeDm } = await import('@/gateway/dms');
      await closeDm(client, channel.id);
      await away(channel.id);
    } catch (thrown) {
      showToast({ text: failureText(thrown) });
    }
  };
  return {
    label: text('direct.close'),
    named: text('direct.close.named', { name }),
    run: whenOnline(() => void close()),
  };
}
