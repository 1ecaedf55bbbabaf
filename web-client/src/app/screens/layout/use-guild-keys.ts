/** Ctrl+Alt and the arrows: move through the guilds, wrapping around. */
import { useNavigate } from '@tanstack/react-router';
import { useShortcuts } from '@/keyboard/use-shortcuts';
import { useGuilds } from '@/store/selectors';

export function useGuildKeys(current: string | undefined): void {
  const navigate = useNavigate();
  const ids = useGuilds().map(({ id }) => id);
  const go = (by: 1 | -1) => {
    const at = current === undefined ? (by === 1 ? -1 : 0) : ids.indexOf(current);
    const guildId = ids[(at + by + ids.length) % ids.length];
    if (guildId !== undefined) void navigate({ to: '/channels/$guildId', params: { guildId } });
  };
  useShortcuts({ 'guild.previous': () => go(-1), 'guild.next': () => go(1) });
}
