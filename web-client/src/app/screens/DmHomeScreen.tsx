/** Home: start a DM, open one from the list, or create or join the first guild. */
import { MessagesSquare } from 'lucide-react';
import { useState } from 'react';
import { useClient } from '@/client/context';
import { openWindow, useDmKeys } from '@/features/dms';
import { AddGuildDialog } from '@/features/guilds';
import { T, useText } from '@/i18n';
import { displayName, useGuilds, useMe } from '@/store/selectors';
import { Button } from '@/ui/button/Button';
import { EmptyState } from '@/ui/empty-state/EmptyState';
import { PageTitle } from '@/ui/page-title/PageTitle';

export function DmHomeScreen() {
  const client = useClient();
  const text = useText();
  const me = useMe();
  const isNew = useGuilds().length === 0;
  const [adding, setAdding] = useState(false);
  useDmKeys(undefined);
  if (me === null) return null;
  return (
    <>
      <PageTitle text={`${text('shell.dms')} · ChatSpace`} />
      <EmptyState
        level={1}
        icon={<MessagesSquare />}
        title={text('shell.home.title', { name: displayName(me) })}
        actions={
          <>
            <Button variant={isNew ? 'soft' : 'primary'} onPress={() => openWindow(client, { kind: 'new' })}>
              <T id="dms.new" />
            </Button>
            <Button variant={isNew ? 'primary' : 'soft'} onPress={() => setAdding(true)}>
              <T id="guild.add" />
            </Button>
          </>
        }
      >
        <T id={isNew ? 'shell.home.words' : 'shell.home.pick'} />
      </EmptyState>
      <AddGuildDialog isOpen={adding} onClose={() => setAdding(false)} />
    </>
  );
}
