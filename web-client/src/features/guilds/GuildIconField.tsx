/** The icon of the guild. */
import { updateGuild, uploadGuildIcon } from '@/api';
import { httpOf } from '@/api/http';
import { useClient } from '@/client/context';
import { useText } from '@/i18n';
import { guildIcon } from '@/lib/images';
import type { GuildEntity } from '@/store/selectors';
import { ImageField } from '@/ui/image-field/ImageField';
import { showToast } from '@/ui/toast/toast';

export function GuildIconField({ guild }: { guild: GuildEntity }) {
  const client = useClient();
  const text = useText();
  const path = { guild_id: guild.id };
  return (
    <ImageField
      label={text('guild.icon')}
      id={guild.id}
      name={guild.name}
      src={guildIcon(client, guild, 64)}
      onUpload={async (file) => {
        await uploadGuildIcon({ client: httpOf(client), path, body: { file }, throwOnError: true });
        showToast({ text: text('guild.icon.saved') });
      }}
      onRemove={async () => {
        await updateGuild({ client: httpOf(client), path, body: { icon: null }, throwOnError: true });
        showToast({ text: text('guild.icon.removed') });
      }}
    />
  );
}
