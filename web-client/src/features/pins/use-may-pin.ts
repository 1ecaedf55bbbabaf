import { PIN_MESSAGES } from '@/store/messages/pins';
import { useCan } from '@/store/selectors';

/** Whether the reader may pin in a channel, as the server decides it: managing messages includes pinning. */
export function useMayPin(channelId: string): boolean {
  const mayPin = useCan(channelId, PIN_MESSAGES);
  const mayManage = useCan(channelId, 'manageMessages');
  const mayRead = useCan(channelId, 'readHistory');
  return mayRead && (mayPin || mayManage);
}
