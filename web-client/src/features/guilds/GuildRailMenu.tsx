/** The menu of a guild at its icon in the rail, and the dialogs that it opens. */
import { useState } from 'react';
import { useText } from '@/i18n';
import type { GuildEntity } from '@/store/selectors';
import type { Anchor } from '@/ui/menu/actions';
import { ContextMenu } from '@/ui/menu/ContextMenu';
import { type GuildWindow, GuildWindows } from './GuildWindows';
import { useGuildActions } from './use-guild-actions';

interface Props {
  guild: GuildEntity;
  isOpen: boolean;
  anchor: Anchor;
  onClose: () => void;
}

export function GuildRailMenu({ guild, isOpen, anchor, onClose }: Props) {
  const text = useText();
  const [window, setWindow] = useState<GuildWindow | null>(null);
  const groups = useGuildActions(guild, setWindow);
  return (
    <>
      <ContextMenu
        isOpen={isOpen}
        label={text('guild.menu', { name: guild.name })}
        anchor={anchor}
        groups={groups}
        onClose={onClose}
      />
      <GuildWindows guild={guild} open={window} onClose={() => setWindow(null)} />
    </>
  );
}
