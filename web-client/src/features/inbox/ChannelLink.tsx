/** A link to a guild channel or a DM. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useChannel } from '@/store/selectors';

interface Props {
  channelId: string;
  className: string | undefined;
  /** Replaces the visible content for screen readers. */
  label?: string;
  onPress: () => void;
  children: ReactNode;
}

export function ChannelLink({ channelId, className, label, onPress, children }: Props) {
  const guildId = useChannel(channelId)?.guild_id;
  const rest = { className, 'aria-label': label, onClick: onPress, children };
  if (guildId === undefined) return <Link to="/dm/$channelId" params={{ channelId }} {...rest} />;
  return <Link to="/channels/$guildId/$channelId" params={{ guildId, channelId }} {...rest} />;
}
