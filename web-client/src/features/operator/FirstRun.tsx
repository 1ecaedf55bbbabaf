/** The one question of a new installation: who can register. The current choice is preselected. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Registration, updateInstanceSettings } from '@/api';
import { withFreshAuthentication } from '@/api/fresh';
import { httpOf } from '@/api/http';
import { instanceSettingsOptions, instanceSettingsQueryKey, queryClient } from '@/api/queries';
import { useClient } from '@/client/context';
import { T } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { Button } from '@/ui/button/Button';
import { Notice } from '@/ui/notice/Notice';
import { Skeleton } from '@/ui/skeleton/Skeleton';
import { RegistrationChoice } from './RegistrationChoice';

export function FirstRun({ onDone }: { onDone: () => Promise<void> }) {
  const client = useClient();
  const failureText = useFailureText();
  const { data, error } = useQuery(instanceSettingsOptions({ client: httpOf(client) }), queryClient(client));
  const [chosen, setChosen] = useState<Registration>();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string>();

  const goOn = async () => {
    setPending(true);
    setProblem(undefined);
    try {
      if (chosen !== undefined && chosen !== data?.registration) {
        const body = { registration: chosen };
        const answer = await withFreshAuthentication(client, () =>
          updateInstanceSettings({ client: httpOf(client), body, throwOnError: true }),
        );
        if (answer === undefined) return;
        queryClient(client).setQueryData(instanceSettingsQueryKey({ client: httpOf(client) }), answer.data);
      }
      await onDone();
    } catch (thrown) {
      setProblem(failureText(thrown));
    } finally {
      setPending(false);
    }
  };

  return (
    <>
      {error !== null && <Notice tone="danger">{failureText(error)}</Notice>}
      {problem !== undefined && <Notice tone="danger">{problem}</Notice>}
      {data === undefined && error === null ? (
        <Skeleton height="12rem" radius="m" />
      ) : (
        <RegistrationChoice value={chosen ?? data?.registration ?? null} onChange={setChosen} />
      )}
      <Button variant="primary" wide isPending={pending} onPress={() => void goOn()}>
        <T id="welcome.access.submit" />
      </Button>
    </>
  );
}
