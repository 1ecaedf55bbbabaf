/** The channel's header: name, topic and actions. */
import { Hash } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Channel } from '@/api';
import { Guarded } from '@/ui/guarded/Guarded';
import shared from '@/ui/shared.module.css';
import styles from './ChannelHeader.module.css';

interface Props {
  channel: Channel;
  /** Before the name: the way back on a phone. */
  back?: ReactNode;
  actions: ReactNode;
}

export function ChannelHeader({ channel, back, actions }: Props) {
  return (
    <header className={shared.bar}>
      {back}
      <Hash className={styles.hash} aria-hidden="true" />
      <h1 className={styles.name}>{channel.name}</h1>
      {channel.topic !== null && channel.topic !== '' && (
        <p className={styles.topic} title={channel.topic}>
          <Guarded text={channel.topic}>{channel.topic}</Guarded>
        </p>
      )}
      <div className={shared.barActions}>{actions}</div>
    </header>
  );
}
