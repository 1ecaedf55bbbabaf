/** The list of the settings, with signing out and the version below it. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { LogOut, ShieldCheck } from 'lucide-react';
import { httpOf } from '@/api/http';
import { instanceOptions, queryClient } from '@/api/queries';
import { signOut } from '@/api/session';
import { useSession } from '@/api/use-session';
import { useClient } from '@/client/context';
import { T, useText } from '@/i18n';
import { Button } from '@/ui/button/Button';
import { LinkButton } from '@/ui/button/LinkButton';
import styles from './Settings.module.css';
import { SECTIONS, type SectionId } from './sections';

export function SettingsNav({ current }: { current: SectionId }) {
  const client = useClient();
  const text = useText();
  const { user } = useSession();
  return (
    <div className={styles.side}>
      <nav aria-label={text('settings.title')}>
        <ul className={styles.list}>
          {SECTIONS.map(({ id, Icon }) => (
            <li key={id}>
              <Link
                to="/settings/$section"
                params={{ section: id }}
                className={styles.item}
                aria-current={id === current ? 'page' : undefined}
              >
                <Icon aria-hidden="true" />
                <T id={`settings.${id}`} />
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className={styles.foot}>
        {user?.chatspace.operator === true && (
          <LinkButton to="/operator" variant="quiet" icon={<ShieldCheck size={17} aria-hidden="true" />}>
            <T id="profile.operate" />
          </LinkButton>
        )}
        <Button
          variant="quiet"
          icon={<LogOut size={17} aria-hidden="true" />}
          onPress={() => void signOut(client)}
        >
          <T id="settings.signOut" />
        </Button>
        <Version />
      </div>
    </div>
  );
}

/** The name and the version of the installation. */
function Version() {
  const client = useClient();
  const { data } = useQuery(instanceOptions({ client: httpOf(client) }), queryClient(client));
  if (data === undefined) return null;
  return (
    <p className={styles.version}>
      {data.name} · <T id="settings.version" values={{ version: data.version }} />
    </p>
  );
}
