/** Shows that a channel is in slow mode before sending, and the remaining wait afterwards. */
import { Timer } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useClient } from '@/client/context';
import { useText } from '@/i18n';
import { timeOfId } from '@/lib/ids';
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
  const { clock } = useClient();
  const [now, setNow] = useState(clock.now);
  useEffect(() => {
    if (until <= clock.now()) return;
    const timer = setInterval(() => {
      setNow(clock.now());
      if (until <= clock.now()) clearInterval(timer);
    }, 1_000);
    setNow(clock.now());
    return () => clearInterval(timer);
  }, [until, clock]);
  return now;
}
