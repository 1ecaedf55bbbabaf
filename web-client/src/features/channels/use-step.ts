/** Moves in the list, for menus: whether a move is possible, and making it. */
import { type ChannelPosition, reorderChannels } from '@/api';
import { httpOf } from '@/api/http';
import { useClient } from '@/client/context';
import { useFailureText } from '@/i18n/failures';
import type { ChannelGroup } from '@/store/selectors';
import { showToast } from '@/ui/toast/toast';
import { type Direction, step } from './order';

export interface Steps {
  /** Undefined if no move is possible. */
  of: (id: string, direction: Direction) => (() => void) | undefined;
}

export function useStep(guildId: string, groups: readonly ChannelGroup[]): Steps {
  const client = useClient();
  const failureText = useFailureText();
  const send = async (body: ChannelPosition[]) => {
    try {
      await reorderChannels({
        client: httpOf(client),
        path: { guild_id: guildId },
        body,
        throwOnError: true,
      });
    } catch (thrown) {
      showToast({ text: failureText(thrown) });
    }
  };
  return {
    of: (id, direction) => {
      const positions = step(groups, id, direction);
      return positions === null ? undefined : () => void send(positions);
    },
  };
}
