/**
 * A link to set a new password: created on request, shown once, and passed on by the operator. The dialog warns that
 * whoever holds it can take over the account.
 */
import { useState } from 'react';
import { type Account, createResetLink, type ResetLink } from '@/api';
import { withFreshAuthentication } from '@/api/fresh';
import { httpOf } from '@/api/http';
import { useClient } from '@/client/context';
import { T, useFormats, useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { displayName } from '@/store/selectors';
import { Button } from '@/ui/button/Button';
import { Dialog, DialogActions, DialogBody } from '@/ui/dialog/Dialog';
import { Notice } from '@/ui/notice/Notice';
import { CopyField } from './CopyField';

interface Props {
  account: Account;
  isOpen: boolean;
  onClose: () => void;
}

export function ResetLinkDialog({ account, isOpen, onClose }: Props) {
  const text = useText();
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={text('operator.link')}>
      <Link account={account} onClose={onClose} />
    </Dialog>
  );
}

function Link({ account, onClose }: Omit<Props, 'isOpen'>) {
  const client = useClient();
  const failureText = useFailureText();
  const [link, setLink] = useState<ResetLink>();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string>();
  const name = displayName(account.user);

  const make = async () => {
    setPending(true);
    setProblem(undefined);
    try {
      const answer = await withFreshAuthentication(client, () =>
        createResetLink({ client: httpOf(client), path: { user_id: account.user.id }, throwOnError: true }),
      );
      setLink(answer?.data);
    } catch (thrown) {
      setProblem(failureText(thrown));
    } finally {
      setPending(false);
    }
  };

  if (link !== undefined) return <Made link={link} name={name} onClose={onClose} />;
  return (
    <>
      <DialogBody>
        <p>
          <T id="operator.link.words" values={{ name }} />
        </p>
        {problem !== undefined && <Notice tone="danger">{problem}</Notice>}
      </DialogBody>
      <DialogActions>
        <Button variant="quiet" onPress={onClose}>
          <T id="common.cancel" />
        </Button>
        <Button variant="primary" autoFocus isPending={pending} onPress={() => void make()}>
          <T id="operator.link.submit" />
        </Button>
      </DialogActions>
    </>
  );
}

function Made({ link, name, onClose }: { link: ResetLink; name: string; onClose: () => void }) {
  const text = useText();
  const { formatDate } = useFormats();
  const date = formatDate(link.expires_at, { dateStyle: 'long', timeStyle: 'short' });
  return (
    <>
      <DialogBody>
        <CopyField label={text('operator.link.label', { name })} value={link.url} autoFocus />
        <Notice tone="calm">
          <T id="operator.link.once" values={{ date }} />
        </Notice>
      </DialogBody>
      <DialogActions>
        <Button variant="primary" onPress={onClose}>
          <T id="common.close" />
        </Button>
      </DialogActions>
    </>
  );
}
