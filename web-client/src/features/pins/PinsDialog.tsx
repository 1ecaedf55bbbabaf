/** The pinned messages of a channel, the newest pin first; loaded when it opens. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Pin as PinIcon, PinOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { listPins } from '@/api';
import type { Message } from '@/api/gen';
import { httpOf } from '@/api/http';
import { queryClient } from '@/api/queries';
import { useClient } from '@/client/context';
import { T, useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { notePinsSeen, useLastPin } from '@/store/messages/pins';
import { each } from '@/store/normalise';
import { Button } from '@/ui/button/Button';
import { Dialog } from '@/ui/dialog/Dialog';
import { EmptyState } from '@/ui/empty-state/EmptyState';
import { Guarded } from '@/ui/guarded/Guarded';
import { IconButton } from '@/ui/icon-button/IconButton';
import { Loaded } from '@/ui/loaded/Loaded';
import { PinnedMessage } from './PinnedMessage';
import styles from './Pins.module.css';
import { readPin } from './read-pin';
import { UnpinDialog } from './UnpinDialog';
import { useMayPin } from './use-may-pin';

const PAGE_SIZE = 25;

interface Props {
  isOpen: boolean;
  channelId: string;
  onClose: () => void;
}

/** Fetched anew with each change of the newest pin. */
function usePins(channelId: string) {
  const client = useClient();
  const last = useLastPin(channelId);
  useEffect(() => {
    if (last !== null) notePinsSeen(client, channelId);
  }, [client, channelId, last]);
  const query = useInfiniteQuery(
    {
      queryKey: ['pins', channelId, last],
      staleTime: 0,
      gcTime: 0,
      placeholderData: keepPreviousData,
      initialPageParam: undefined as string | undefined,
      queryFn: async ({ pageParam: before }) => {
        const path = { channel_id: channelId };
        const options = { client: httpOf(client), path, query: { limit: PAGE_SIZE, before } };
        return (await listPins({ ...options, throwOnError: true })).data;
      },
      getNextPageParam: ({ has_more, items }) => (has_more ? items.at(-1)?.pinned_at : undefined),
    },
    queryClient(client),
  );
  return { ...query, data: query.data?.pages.flatMap(({ items }) => each(items, readPin)) };
}

export function PinsDialog({ isOpen, channelId, onClose }: Props) {
  const text = useText();
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={text('timeline.pins')} size="wide">
      <Pins channelId={channelId} onClose={onClose} />
    </Dialog>
  );
}

function Pins({ channelId, onClose }: Omit<Props, 'isOpen'>) {
  const text = useText();
  const failureText = useFailureText();
  const [unpinned, setUnpinned] = useState<Message | null>(null);
  const mayPin = useMayPin(channelId);
  const query = usePins(channelId);
  const nothing = (
    <EmptyState icon={<PinIcon />} level={3} title={text('timeline.pins.none')}>
      <T id="timeline.pins.none.words" />
    </EmptyState>
  );
  return (
    <div className={styles.scroll}>
      <Loaded query={query} failureOf={failureText} empty={nothing}>
        {(pins) => (
          <ul className={styles.list}>
            {pins.map((pin) => (
              <Guarded key={pin.message.id} of={pin.message} text={pin.message.content}>
                <PinnedMessage
                  pin={pin}
                  onLeave={onClose}
                  unpin={
                    mayPin && (
                      <IconButton
                        size="small"
                        label={text('timeline.unpin')}
                        icon={<PinOff aria-hidden="true" />}
                        onPress={() => setUnpinned(pin.message)}
                      />
                    )
                  }
                />
              </Guarded>
            ))}
          </ul>
        )}
      </Loaded>
      {query.hasNextPage && (
        <Button
          variant="quiet"
          isPending={query.isFetchingNextPage}
          onPress={() => void query.fetchNextPage()}
        >
          <T id="timeline.pins.older" />
        </Button>
      )}
      {unpinned !== null && (
        <UnpinDialog
          isOpen
          message={unpinned}
          onClose={() => setUnpinned(null)}
          onDone={() => void query.refetch()}
        />
      )}
    </div>
  );
}
