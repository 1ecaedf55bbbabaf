/** Closes a DM, which reopens with the next message; leaving a group asks for confirmation. */
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
  /** With the name of the DM, for places where it is not visible. */
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
      label: text('dms.leave'),
      named: text('dms.leave.named', { name }),
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
    label: text('dms.close'),
    named: text('dms.close.named', { name }),
    run: whenOnline(() => void close()),
  };
}
