/** The name of the guild above its channels, with the guild's menu. */
import { ChevronDown, FolderPlus, Hash } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useText } from '@/i18n';
import { type GuildEntity, useCanInGuild } from '@/store/selectors';
import type { Action } from '@/ui/menu/actions';
import { ActionMenu, MenuActions } from '@/ui/menu/Menu';
import styles from './GuildMenu.module.css';
import { type GuildWindow, GuildWindows } from './GuildWindows';
import { useGuildActions } from './use-guild-actions';

interface Props {
  guild: GuildEntity;
  /** Opens the dialogs of the channel list. */
  onCreateChannel: () => void;
  onCreateCategory: () => void;
}

export function GuildMenu({ guild, onCreateChannel, onCreateCategory }: Props) {
  const text = useText();
  const [open, setOpen] = useState<GuildWindow | null>(null);
  const creating: Action[] = [
    {
      id: 'channel',
      text: text('channel.create'),
      icon: <Hash aria-hidden="true" />,
      run: onCreateChannel,
    },
    {
      id: 'category',
      text: text('channel.createCategory'),
      icon: <FolderPlus aria-hidden="true" />,
      run: onCreateCategory,
    },
  ];
  const groups = useGuildActions(
    guild,
    setOpen,
    useCanInGuild(guild.id, 'manageChannels') ? creating : undefined,
  );
  const label = text('guild.menu', { name: guild.name });

  return (
    <div className={styles.header}>
      <ActionMenu
        label={label}
        opener={
          <Button className={styles.opener} aria-label={label}>
            <span className={styles.name}>{guild.name}</span>
            <ChevronDown aria-hidden="true" />
          </Button>
        }
      >
        <MenuActions groups={groups} />
      </ActionMenu>
      <GuildWindows guild={guild} open={open} onClose={() => setOpen(null)} />
    </div>
  );
}
