/** The actions of an operator on an account. Destructive ones ask for confirmation. */
import { Ban, Ellipsis, KeyRound, ShieldCheck, ShieldOff, UserCheck } from 'lucide-react';
import { useState } from 'react';
import { type Account, type UpdateAccount, updateAccount } from '@/api';
import { withFreshAuthentication } from '@/api/fresh';
import { httpOf } from '@/api/http';
import { useClient } from '@/client/context';
import { type MessageId, useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { displayName } from '@/store/selectors';
import { ConfirmDialog } from '@/ui/dialog/Dialog';
import { IconButton } from '@/ui/icon-button/IconButton';
import { ActionMenu, MenuItem, MenuSeparator } from '@/ui/menu/Menu';
import { showToast } from '@/ui/toast/toast';
import { ResetLinkDialog } from './ResetLinkDialog';
import { cacheAccount } from './use-users';

type Change = 'disable' | 'enable' | 'promote' | 'demote';

const BODIES: Record<Change, UpdateAccount> = {
  disable: { disabled: true },
  enable: { disabled: false },
  promote: { operator: true },
  demote: { operator: false },
};
const DONE: Record<Change, MessageId> = {
  disable: 'operator.disable.done',
  enable: 'operator.enable.done',
  promote: 'operator.promote.done',
  demote: 'operator.demote.done',
};

export function AccountMenu({ account }: { account: Account }) {
  const client = useClient();
  const text = useText();
  const failure = useFailureText();
  const [asking, setAsking] = useState<Change | 'link'>();
  const name = displayName(account.user);
  const close = () => setAsking(undefined);

  const apply = async (change: Change) => {
    const answer = await withFreshAuthentication(client, () =>
      updateAccount({
        client: httpOf(client),
        path: { user_id: account.user.id },
        body: BODIES[change],
        throwOnError: true,
      }),
    );
    if (answer === undefined) return;
    cacheAccount(client, answer.data);
    showToast({ text: text(DONE[change], { name }) });
  };

  const change = asking === 'link' ? undefined : asking;
  return (
    <>
      <ActionMenu
        label={text('operator.actions', { name })}
        opener={
          <IconButton label={text('operator.actions', { name })} icon={<Ellipsis aria-hidden="true" />} />
        }
      >
        <MenuItem text={text('operator.link')} icon={<KeyRound />} onAction={() => setAsking('link')} />
        {account.operator ? (
          <MenuItem
            text={text('operator.demote')}
            icon={<ShieldOff />}
            onAction={() => setAsking('demote')}
          />
        ) : (
          <MenuItem
            text={text('operator.promote')}
            icon={<ShieldCheck />}
            onAction={() => setAsking('promote')}
          />
        )}
        <MenuSeparator />
        {account.disabled ? (
          <MenuItem
            text={text('operator.enable')}
            icon={<UserCheck />}
            onAction={() => setAsking('enable')}
          />
        ) : (
          <MenuItem
            text={text('operator.disable')}
            icon={<Ban />}
            tone="danger"
            onAction={() => setAsking('disable')}
          />
        )}
      </ActionMenu>
      {change !== undefined && (
        <ConfirmDialog
          isOpen
          onClose={close}
          title={text(`operator.${change}`)}
          question={text(`operator.${change}.question`, { name })}
          action={text(`operator.${change}.submit`)}
          onConfirm={() => apply(change)}
          failure={failure}
        />
      )}
      <ResetLinkDialog account={account} isOpen={asking === 'link'} onClose={close} />
    </>
  );
}
