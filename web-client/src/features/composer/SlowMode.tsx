/** That a channel is slow stands at its field before one sends; after sending, how long it takes until the next. */
import { Timer } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useText } from '@/i18n';
import { timeOfId } from '@/lib/ids';
import { serverNow } from '@/lib/server-clock';
import { useCan, useChannel, useChannelLog, useMe } from '@/store/selectors';
import styles from './Composer.module.css';

export function SlowMode({ channelId }: { channelId: string }) {
  const seconds = useChannel(channelId)?.rate_limit_per_user ?? 0;
  const isFree = useIsFree(channelId);
  return seconds === 0 || isFree ? null : <Slow channelId={channelId} seconds={seconds} />;
}

/** Who keeps order is not slowed down. */
function useIsFree(channelId: string): boolean {
  const messages = useCan(channelId, 'manageMessages');
  const channels = useCan(channelId, 'manageChannels');
  return messages || channels;
}

function Slow({ channelId, seconds }: { channelId: string; seconds: number }) {
  const text = useText();
  const me = useMe();
  const last = useChannelLog(channelId).rows.findLast(({ message }) => message.author.id === me?.id);
  const ends = last === undefined ? 0 : timeOfId(last.message.id).getTime() + seconds * 1_000;
  const left = Math.ceil((ends - useServerNow(ends)) / 1_000);
  return (
    <p className={styles.slow}>
      <Timer size={13} aria-hidden="true" />
      {left > 0 ? text('composer.slow.left', { seconds: left }) : text('composer.slow', { seconds })}
    </p>
  );
}

/** The time, by the second until this moment. */
function useServerNow(until: number): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    if (until <= serverNow()) return;
    const timer = setInterval(() => {
      setNow(serverNow());
      if (until <= serverNow()) clearInterval(timer);
    }, 1_000);
    setNow(serverNow());
    return () => clearInterval(timer);
  }, [until]);
  return now;
}
