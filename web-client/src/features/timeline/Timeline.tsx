/**
 * The conversation of one channel: its states (loading, failed, empty, list), the place in it, and what jumps to a
 * place. Mounted anew for each channel.
 */
import { MessageSquare, TriangleAlert } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Message } from '@/api/gen';
import { T, useText } from '@/i18n';
import { useEscape } from '@/keyboard/escape-stack';
import { useHeldUnread } from '@/store/held-unread';
import { loadNewer, loadOlder, openLog, retryLoad } from '@/store/history';
import { usePlace } from '@/store/private-selectors';
import { useChannelLog, useConnection, useMe, usePending, useReadUpTo } from '@/store/selectors';
import { Button } from '@/ui/button/Button';
import { EmptyState } from '@/ui/empty-state/EmptyState';
import { onDemand } from '@/ui/on-demand/on-demand';
import { VisuallyHidden } from '@/ui/visually-hidden/VisuallyHidden';
import { Announcer } from './Announcer';
import { firstUnread, type Item, toItems } from './items';
import { JumpBar } from './JumpBar';
import { LogSkeleton } from './LogSkeleton';
import { MessageRow } from './MessageRow';
import { PageState } from './PageState';
import styles from './Timeline.module.css';
import { useJumps } from './use-jumps';
import { useReading } from './use-reading';
import { useRovingMessages } from './use-roving-messages';
import { type LogHandle, VirtualLog } from './VirtualLog';

const DeleteDialog = onDemand(async () => (await import('./DeleteDialog')).DeleteDialog);

interface Props {
  /** Undefined beside all guilds: in direct messages. */
  guildId: string | undefined;
  channelId: string;
}

export function Timeline({ guildId, channelId }: Props) {
  const text = useText();
  const log = useChannelLog(channelId);
  const pending = usePending(channelId);
  const me = useMe();
  const place = usePlace(channelId);
  const { phase } = useConnection();
  // The line of the unread ones stays where it was when the channel was opened, or goes where the reader puts it.
  const [readAtOpening] = useState(useReadUpTo(channelId));
  const [firstNew, setFirstNew] = useState<string | null>();
  if (firstNew === undefined && log.loaded && !log.stale) setFirstNew(firstUnread(log, me, readAtOpening));
  const held = useHeldUnread(channelId);
  if (held !== null && held !== firstNew) setFirstNew(held);
  const list = useRef<LogHandle>(null);
  const [deleting, setDeleting] = useState<Message | null>(null);

  const items = useMemo(() => toItems(log, pending, me, firstNew ?? null), [log, pending, me, firstNew]);
  const roving = useRovingMessages(items, list);
  const reading = useReading(channelId, log);
  const jumps = useJumps(channelId, items, list);

  const failed = log.failed !== null;
  const needed = !log.loaded || log.stale;
  // Opened, or what is here has become old.
  useEffect(() => {
    if (needed && !failed) void openLog(channelId);
  }, [channelId, needed, failed]);
  // What failed while the connection was away is tried again once, when it is back.
  const failedNow = useRef(failed);
  useEffect(() => {
    failedNow.current = failed;
  }, [failed]);
  useEffect(() => {
    if (phase === 'online' && failedNow.current) void retryLoad(channelId);
  }, [channelId, phase]);

  useEscape('channel', () => {
    reading.markAllRead();
    setFirstNew(null);
    jumps.toPresent();
    return true;
  });

  const onNearStart = useCallback(() => void loadOlder(channelId), [channelId]);
  const onNearEnd = useCallback(() => void loadNewer(channelId), [channelId]);
  const { index: current, onFocus } = roving;
  const renderRow = useCallback(
    (item: Item, index: number) => (
      <MessageRow
        key={item.key}
        item={item}
        guildId={guildId}
        current={index === current}
        highlighted={item.message.id === jumps.highlighted}
        onFocus={onFocus}
        onDelete={setDeleting}
      />
    ),
    [guildId, current, onFocus, jumps.highlighted],
  );

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
      {!log.loaded && log.failed !== null ? (
        <LoadFailed onRetry={() => void retryLoad(channelId)} />
      ) : !log.loaded ? (
        <LogSkeleton />
      ) : items.length === 0 && log.atEnd ? (
        <EmptyState icon={<MessageSquare />} title={text('timeline.empty.title')}>
          <T
            id={place.kind === 'guild' ? 'timeline.empty.words' : 'dm.empty'}
            values={{ channel: place.name }}
          />
        </EmptyState>
      ) : (
        <div
          className={styles.log}
          role="log"
          aria-live="off"
          aria-label={text('timeline.heading')}
          onKeyDown={roving.onKeyDown}
        >
          <PageState log={log} onRetry={() => void retryLoad(channelId)} />
          <VirtualLog
            ref={list}
            items={items}
            shift={log.shift}
            kept={current}
            onNearStart={onNearStart}
            onNearEnd={onNearEnd}
            onAtBottom={reading.onAtBottom}
          >
            {renderRow}
          </VirtualLog>
        </div>
      )}
      {log.loaded && (!reading.atBottom || !log.atEnd) && items.length > 0 && (
        <JumpBar count={reading.unseen} onJump={jumps.toPresent} />
      )}
      <Announcer channelId={channelId} guildId={guildId} />
      <DeleteDialog isOpen={deleting !== null} message={deleting} onClose={() => setDeleting(null)} />
    </section>
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
