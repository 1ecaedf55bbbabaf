/** Beside the rail in a guild: its name with its menu, and its channels. */
import { useState } from 'react';
import { type ChannelAction, ChannelList, ChannelListSkeleton } from '@/features/channels';
import { GuildMenu } from '@/features/guilds';
import { useGuild } from '@/store/selectors';

interface Props {
  guildId: string;
  channelId: string | undefined;
}

export function GuildPanel({ guildId, channelId }: Props) {
  const guild = useGuild(guildId);
  const [action, setAction] = useState<ChannelAction>();
  if (guild === undefined) return <ChannelListSkeleton />;
  return (
    <>
      <GuildMenu
        guild={guild}
        onCreateChannel={() => setAction({ kind: 'create', parentId: null })}
        onCreateCategory={() => setAction({ kind: 'create-category' })}
      />
      <ChannelList guildId={guildId} current={channelId} action={action} onAction={setAction} />
    </>
  );
}
