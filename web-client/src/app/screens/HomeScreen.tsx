/** The start: pick a guild, make one, join one. */
import { Sprout } from 'lucide-react';
import { useState } from 'react';
import { AddGuildDialog } from '@/features/spaces';
import { T, useText } from '@/i18n';
import { displayName, useGuilds, useMe } from '@/store/selectors';
import { Button } from '@/ui/button/Button';
import { EmptyState } from '@/ui/empty-state/EmptyState';
import { PageTitle } from '@/ui/page-title/PageTitle';

export function HomeScreen() {
  const text = useText();
  const me = useMe();
  const guilds = useGuilds();
  const [adding, setAdding] = useState(false);
  if (me === null) return null;
  return (
    <>
      <PageTitle text="ChatSpace" />
      <EmptyState
        level={1}
        icon={<Sprout />}
        title={text('shell.home.title', { name: displayName(me) })}
        actions={
          <Button variant="primary" onPress={() => setAdding(true)}>
            <T id="guild.add" />
          </Button>
        }
      >
        <T id={guilds.length === 0 ? 'shell.home.words' : 'shell.home.pick'} />
      </EmptyState>
      <AddGuildDialog isOpen={adding} onClose={() => setAdding(false)} />
    </>
  );
}
