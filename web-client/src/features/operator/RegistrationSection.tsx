/** Who can register. Applies at once. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Registration, updateInstanceSettings } from '@/api';
import { withFreshAuthentication } from '@/api/fresh';
import { httpOf } from '@/api/http';
import { instanceSettingsOptions, instanceSettingsQueryKey, queryClient } from '@/api/queries';
import { useClient } from '@/client/context';
import { useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { Card } from '@/ui/card/Card';
import { Loaded } from '@/ui/loaded/Loaded';
import { Notice } from '@/ui/notice/Notice';
import { Skeleton } from '@/ui/skeleton/Skeleton';
import { showToast } from '@/ui/toast/toast';
import { RegistrationChoice } from './RegistrationChoice';

export function RegistrationSection() {
  const client = useClient();
  const text = useText();
  const failureText = useFailureText();
  const query = useQuery(instanceSettingsOptions({ client: httpOf(client) }), queryClient(client));
  /** Chosen, and not yet confirmed by the server. */
  const [asked, setAsked] = useState<Registration | null>(null);
  const [problem, setProblem] = useState<string>();

  const choose = async (registration: Registration) => {
    setAsked(registration);
    setProblem(undefined);
    try {
      const answer = await withFreshAuthentication(client, () =>
        updateInstanceSettings({ client: httpOf(client), body: { registration }, throwOnError: true }),
      );
      if (answer !== undefined) {
        queryClient(client).setQueryData(instanceSettingsQueryKey({ client: httpOf(client) }), answer.data);
        showToast({ text: text('common.saved') });
      }
    } catch (thrown) {
      setProblem(failureText(thrown));
    } finally {
      setAsked(null);
    }
  };

  return (
    <Card title="operator.registration">
      {problem !== undefined && <Notice tone="danger">{problem}</Notice>}
      <Loaded query={query} failureOf={failureText} waiting={<Skeleton height="12rem" radius="m" />}>
        {({ registration }) => (
          <RegistrationChoice
            value={asked ?? registration}
            onChange={(mode) => void choose(mode)}
            isDisabled={asked !== null}
          />
        )}
      </Loaded>
    </Card>
  );
}
