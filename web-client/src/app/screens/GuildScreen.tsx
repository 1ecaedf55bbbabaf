/** A guild without a channel in the address: redirects to the last visited channel, or to the first. */
import { getRouteApi, Navigate } from '@tanstack/react-router';
import { Hash } from 'lucide-react';
import { useClient } from '@/client/context';
import { lastChannel } from '@/features/channels';
import { T, useText } from '@/i18n';
import { useChannel, useFirstChannel, useGuild } from '@/store/selectors';
import { EmptyState } from '@/ui/empty-state/EmptyState';
import { Missing } from './Missing';

const route = getRouteApi('/signed-in/chat/channels/$guildId');

export function GuildScreen() {
  const client = useClient();
  const text = useText();
  const { guildId } = route.useParams();
  const guild = useGuild(guildId);
  const first = useFirstChannel(guildId);
  const last = useChannel(lastChannel(client, guildId));
  const target = last?.guild_id === guildId ? last : first;
  if (guild === undefined) return <Missing what="guild" />;
  if (target === undefined) {
    return (
      <EmptyState level={1} icon={<Hash />} title={text('shell.noChannel.title')}>
        <T id="shell.noChannel.words" />
      </EmptyState>
    );
  }
  return <Navigate to="/channels/$guildId/$channelId" params={{ guildId, channelId: target.id }} replace />;
}
