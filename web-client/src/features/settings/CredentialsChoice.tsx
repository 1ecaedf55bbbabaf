/** Credentials that outlast a sign-out, and whether to revoke them as well. Empty without any. */
import { useQuery } from '@tanstack/react-query';
import { httpOf } from '@/api/http';
import { listCredentialsOptions, queryClient } from '@/api/queries';
import { useClient } from '@/client/context';
import { T, useText } from '@/i18n';
import { displayName } from '@/store/selectors';
import { Switch } from '@/ui/switch/Switch';
import styles from './Settings.module.css';

interface Props {
  isSelected: boolean;
  onChange: (everything: boolean) => void;
}

export function CredentialsChoice({ isSelected, onChange }: Props) {
  const client = useClient();
  const text = useText();
  const { data } = useQuery(
    { ...listCredentialsOptions({ client: httpOf(client) }), staleTime: 0 },
    queryClient(client),
  );
  if (data === undefined) return null;
  const invites = data.invites.length;
  if (data.bots.length + data.added_bots.length + invites === 0) return null;
  return (
    <>
      <p id="credentials-left">
        <T id="credentials.left" />
      </p>
      <ul className={styles.plainList} aria-labelledby="credentials-left">
        {data.bots.map(({ bot, guild_count: count }) => (
          <li key={bot.id}>{text('credentials.bot', { name: displayName(bot), count })}</li>
        ))}
        {data.added_bots.map(({ bot, guild_count: count }) => (
          <li key={bot.id}>{text('credentials.addedBot', { name: displayName(bot), count })}</li>
        ))}
        {invites > 0 && <li>{text('credentials.invites', { count: invites })}</li>}
      </ul>
      <Switch label={text('credentials.everything')} isSelected={isSelected} onChange={onChange} />
    </>
  );
}
