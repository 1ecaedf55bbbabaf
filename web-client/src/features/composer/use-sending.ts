/** Sends what was written: as a message, or by the feature that takes it over, such as `+:tada:`. */
import { useClient } from '@/client/context';
import { useFeatures } from '@/extensions/feature';
import { sendMessage } from '@/gateway';
import { useFailureText } from '@/i18n/failures';
import { composerStateOf, replyTo, showPresent } from '@/store/composer/composer-state';
import { showToast } from '@/ui/toast/toast';
import { excessOf } from './Counter';

/** Gives a text to the features; false if it is an ordinary message. */
function useTakingOver(channelId: string): (words: string) => boolean {
  const client = useClient();
  const failureText = useFailureText();
  const features = useFeatures();
  return (words) => {
    const sendText = (isDone: boolean) => !isDone && sendMessage(client, channelId, words);
    const fail = (thrown: unknown) => showToast({ text: failureText(thrown) });
    for (const { takeOver } of features) {
      const taken = takeOver?.(client, channelId, words) ?? null;
      if (taken === null) continue;
      void taken.then(sendText, fail);
      return true;
    }
    return false;
  };
}

/** False if nothing could be sent. */
export function useSending(channelId: string): (words: string) => boolean {
  const client = useClient();
  const takeOver = useTakingOver(channelId);
  return (words) => {
    if (words === '' || excessOf(words) > 0) return false;
    const target = composerStateOf(client, channelId).replyTo;
    if (!takeOver(words) && sendMessage(client, channelId, words, target) === null) return false;
    replyTo(client, channelId, null);
    showPresent(client, channelId);
    return true;
  };
}
