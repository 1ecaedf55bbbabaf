/** The second factor: enabling it with an app, disabling it, and its recovery codes. */
import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { beginTotp, disableTotp, renewRecoveryCodes, type TotpSetup } from '@/api';
import { withFreshAuthentication } from '@/api/fresh';
import { httpOf } from '@/api/http';
import { refreshUser } from '@/api/session';
import { useSession } from '@/api/use-session';
import { useClient } from '@/client/context';
import { T, useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { Button } from '@/ui/button/Button';
import { Card } from '@/ui/card/Card';
import { ConfirmDialog } from '@/ui/dialog/Dialog';
import { useAction } from '@/ui/form/use-action';
import { Notice } from '@/ui/notice/Notice';
import { showToast } from '@/ui/toast/toast';
import styles from '../Settings.module.css';
import { RecoveryDialog } from './RecoveryDialog';
import { SetUpDialog } from './SetUpDialog';

export function SecuritySection() {
  const { user } = useSession();
  /** The codes survive re-renders around them: they are shown only once. */
  const [codes, setCodes] = useState<readonly string[]>();
  if (user === null) return null;
  return (
    <Card title="settings.totp" words={<T id="settings.totp.words" />}>
      {user.mfa_enabled ? <TurnedOn onCodes={setCodes} /> : <TurnedOff onCodes={setCodes} />}
      {codes !== undefined && <RecoveryDialog codes={codes} onClose={() => setCodes(undefined)} />}
    </Card>
  );
}

interface Props {
  onCodes: (codes: readonly string[]) => void;
}

function TurnedOff({ onCodes }: Props) {
  const client = useClient();
  const [setup, setSetup] = useState<TotpSetup>();
  const begin = useAction({
    failureOf: useFailureText(),
    work: async () => {
      const begun = await withFreshAuthentication(client, () =>
        beginTotp({ client: httpOf(client), throwOnError: true }),
      );
      if (begun !== undefined) setSetup(begun.data);
    },
  });
  return (
    <>
      {begin.failure !== undefined && <Notice tone="danger">{begin.failure}</Notice>}
      <div className={styles.buttons}>
        <Button variant="primary" isPending={begin.pending} onPress={begin.run}>
          <T id="settings.totp.setUp" />
        </Button>
      </div>
      {setup !== undefined && (
        <SetUpDialog
          setup={setup}
          onClose={() => setSetup(undefined)}
          onDone={async (codes) => {
            onCodes(codes);
            await refreshUser(client);
          }}
        />
      )}
    </>
  );
}

function TurnedOn({ onCodes }: Props) {
  const client = useClient();
  const text = useText();
  const failureText = useFailureText();
  const [asking, setAsking] = useState<'renew' | 'disable'>();

  const renew = async () => {
    const made = await withFreshAuthentication(client, () =>
      renewRecoveryCodes({ client: httpOf(client), throwOnError: true }),
    );
    if (made !== undefined) onCodes(made.data.codes);
  };
  const disable = async () => {
    if (
      (await withFreshAuthentication(client, () =>
        disableTotp({ client: httpOf(client), throwOnError: true }),
      )) === undefined
    )
      return;
    await refreshUser(client);
    showToast({ text: text('settings.totp.disabled') });
  };

  return (
    <>
      <p className={styles.good}>
        <CircleCheck aria-hidden="true" />
        <T id="settings.totp.on" />
      </p>
      <div className={styles.buttons}>
        <Button onPress={() => setAsking('renew')}>
          <T id="settings.totp.renew" />
        </Button>
        <Button variant="danger" onPress={() => setAsking('disable')}>
          <T id="settings.totp.disable" />
        </Button>
      </div>
      <ConfirmDialog
        isOpen={asking === 'renew'}
        onClose={() => setAsking(undefined)}
        title={text('settings.totp.renew')}
        question={text('settings.totp.renew.question')}
        action={text('settings.totp.renew.submit')}
        onConfirm={renew}
        failure={failureText}
      />
      <ConfirmDialog
        isOpen={asking === 'disable'}
        onClose={() => setAsking(undefined)}
        title={text('settings.totp.disable')}
        question={text('settings.totp.disable.question')}
        action={text('settings.totp.disable.submit')}
        onConfirm={disable}
        failure={failureText}
      />
    </>
  );
}
