/** Direct messages without a conversation in the address: begin one, or pick one of those that stand beside. */
import { MessagesSquare } from 'lucide-react';
import { openWindow, useConversationKeys } from '@/features/direct';
import { T, useText } from '@/i18n';
import { usePrivateChannels } from '@/store/private-selectors';
import { Button } from '@/ui/button/Button';
import { EmptyState } from '@/ui/empty-state/EmptyState';
import { PageTitle } from '@/ui/page-title/PageTitle';

export function DirectHomeScreen() {
  const text = useText();
  const isEmpty = usePrivateChannels().length === 0;
  useConversationKeys(undefined);
  return (
    <>
      <PageTitle text={`${text('shell.direct')} · ChatSpace`} />
      <EmptyState
        level={1}
        icon={<MessagesSquare />}
        title={text(isEmpty ? 'direct.first.title' : 'direct.pick.title')}
        actions={
          <Button variant="primary" onPress={() => openWindow({ kind: 'new' })}>
            <T id="direct.new" />
          </Button>
        }
      >
        <T id={isEmpty ? 'direct.first.words' : 'direct.pick.words'} />
      </EmptyState>
    </>
  );
}
