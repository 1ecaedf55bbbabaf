/** The top of the conversation: the channel's name and topic, and what belongs to it. */
import { Hash } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Channel } from '@/api';
import { Guarded } from '@/ui/guarded/Guarded';
import styles from './ChannelHeader.module.css';

interface Props {
  channel: Channel;
  /** Before the name: the way back on a phone. */
  back?: ReactNode;
  actions: ReactNode;
}

export function ChannelHeader({ channel, back, actions }: Props) {
  return (
    <header className={styles.header}>
      {back}
      <Hash className={styles.hash} aria-hidden="true" />
      <h1 className={styles.name}>{channel.name}</h1>
      {channel.topic !== null && channel.topic !== '' && (
        <p className={styles.topic} title={channel.topic}>
          <Guarded text={channel.topic}>{channel.topic}</Guarded>
        </p>
      )}
      <div className={styles.actions}>{actions}</div>
    </header>
  );
}
