/**
 * The log of one channel: its states (loading, failed, empty, list), the scroll position, and jumps. Mounted anew for
 * each channel.
 */
import { MessageSquare, TriangleAlert } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Message } from '@/api/gen';
import { useClient } from '@/client/context';
import { T, useText, useTimeZone } from '@/i18n';
import { useEscape } from '@/keyboard/escape-stack';
import { useShortcuts } from '@/keyboard/use-shortcuts';
import { usePlace } from '@/store/dms/selectors';
import { retryLoad } from '@/store/messages/history';
import { readUpToNow, useChannelLog, useHasNews, useLastKnown, useMe, usePending } from '@/store/selectors';
import { Button } from '@/ui/button/Button';
import { EmptyState } from '@/ui/empty-state/EmptyState';
import { NeedsConnection } from '@/ui/offline/NeedsConnection';
import { onDemand } from '@/ui/on-demand/on-demand';
import { VisuallyHidden } from '@/ui/visually-hidden/VisuallyHidden';
import { Announcer } from './Announcer';
import { toItems, unreadIn } from './items';
import { JumpBar } from './JumpBar';
import { LogSkeleton } from './LogSkeleton';
import { MessageLog } from './MessageLog';
import styles from './Timeline.module.css';
import { UnreadBar } from './UnreadBar';
import { useJumps } from './use-jumps';
import { useNewLine } from './use-new-line';
import { useOpening } from './use-opening';
import { useReading } from './use-reading';
import type { LogHandle } from './VirtualLog';

const DeleteDialog = onDemand(async () => (await import('./DeleteDialog')).DeleteDialog);

interface Props {
  /** Undefined beside all guilds: in direct messages. */
  guildId: string | undefined;
  channelId: string;
}

export function Timeline({ guildId, channelId }: Props) {
  const client = useClient();
  const text = useText();
  const log = useChannelLog(channelId);
  const pending = usePending(channelId);
  const me = useMe();
  const place = usePlace(channelId);
  const list = useRef<LogHandle>(null);
  const [deleting, setDeleting] = useState<Message | null>(null);
  const followed = useRef(true);

  const line = useNewLine(channelId, log, followed);
  // Days begin at other messages in another zone.
  const zone = useTimeZone();
  // biome-ignore lint/correctness/useExhaustiveDependencies: dates are read in the zone of the device
  const items = useMemo(
    () => toItems(log, pending, me, line.id, client.clock.lead()),
    [client, log, pending, me, line.id, zone],
  );
  const reading = useReading(channelId, log, items);
  const jumps = useJumps(channelId, items, list);
  const opensAtLine = useOpening(channelId, log, line.readUpTo, jumps.toFirstAfter);
  useEffect(() => {
    followed.current = reading.atBottom;
  }, [reading.atBottom]);

  const readAll = () => {
    reading.markAllRead();
    line.clear();
  };
  useEscape('channel', () => {
    readAll();
    jumps.toPresent();
    return true;
  });
  const hasNews = useHasNews(channelId);
  const toUnread = () => {
    const readUpTo = hasNews ? readUpToNow(client, channelId) : line.readUpTo;
    if (readUpTo !== undefined) jumps.toFirstAfter(readUpTo);
  };
  useShortcuts({ 'unread.first': toUnread });

  const isListed = log.loaded && (items.length > 0 || !log.atEnd);
  return (
    <section
      className={styles.timeline}
      data-region="log"
      aria-label={text(place.kind === 'guild' ? 'timeline.label' : 'dm.log', { channel: place.name })}
    >
      <VisuallyHidden>
        <h2>
          <T id="timeline.heading" />
        </h2>
      </VisuallyHidden>
      {isListed && hasNews && line.readUpTo !== undefined && reading.overlooked !== 'nothing' && (
        <UnreadBar
          {...unreadIn(log, me, line)}
          onJump={reading.overlooked === 'first' ? toUnread : null}
          onRead={readAll}
        />
      )}
      {isListed ? (
        <MessageLog
          ref={list}
          channelId={channelId}
          guildId={guildId}
          items={items}
          highlighted={jumps.highlighted}
          opensAt={opensAtLine ? line.id : null}
          onView={reading.onView}
          onDelete={setDeleting}
        />
      ) : (
        <NoMessages channelId={channelId} />
      )}
      {isListed && (
        <JumpBar
          channelId={channelId}
          isAway={!reading.atBottom || !log.atEnd}
          count={reading.unseen}
          onJump={jumps.toPresent}
        />
      )}
      <Announcer channelId={channelId} guildId={guildId} />
      <DeleteDialog isOpen={deleting !== null} message={deleting} onClose={() => setDeleting(null)} />
    </section>
  );
}

/** In place of the messages: on their way, not to be had, or none yet. */
function NoMessages({ channelId }: { channelId: string }) {
  const client = useClient();
  const text = useText();
  const log = useChannelLog(channelId);
  const place = usePlace(channelId);
  const isBefore = useLastKnown() !== null;
  const retry = useCallback(() => void retryLoad(client, channelId), [channelId, client]);
  if (!log.loaded && isBefore) return <NeedsConnection />;
  if (!log.loaded) return log.failed === null ? <LogSkeleton /> : <LoadFailed onRetry={retry} />;
  return (
    <EmptyState icon={<MessageSquare />} title={text('timeline.empty.title')}>
      <T id={place.kind === 'guild' ? 'timeline.empty.words' : 'dm.empty'} values={{ channel: place.name }} />
    </EmptyState>
  );
}

function LoadFailed({ onRetry }: { onRetry: () => void }) {
  const text = useText();
  return (
    <EmptyState
      icon={<TriangleAlert />}
      title={text('timeline.failed.title')}
      actions={
        <Button variant="primary" onPress={onRetry}>
          <T id="common.retry" />
        </Button>
      }
    >
      <T id="timeline.failed.words" />
    </EmptyState>
  );
}
