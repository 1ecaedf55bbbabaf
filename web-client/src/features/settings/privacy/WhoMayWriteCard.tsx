/** Who can start a DM. Applies at once; existing DMs go on. */
import { useState } from 'react';
import type { DirectMessages } from '@/api';
import { useClient } from '@/client/context';
import { changeSettings } from '@/gateway';
import { T, useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { useSettings } from '@/store/dms/selectors';
import { Card } from '@/ui/card/Card';
import { Notice } from '@/ui/notice/Notice';
import { RadioCards } from '@/ui/radio-cards/RadioCards';
import { Skeleton } from '@/ui/skeleton/Skeleton';

const CHOICES = ['everyone', 'shared_guild', 'nobody'] as const satisfies readonly DirectMessages[];

export function WhoMayWriteCard() {
  const client = useClient();
  const text = useText();
  const failureText = useFailureText();
  const settings = useSettings();
  /** The unconfirmed choice. */
  const [chosen, setChosen] = useState<DirectMessages>();
  const [failure, setFailure] = useState<string>();

  const choose = async (from: DirectMessages) => {
    setChosen(from);
    setFailure(undefined);
    try {
      await changeSettings(client, { direct_messages: from });
    } catch (thrown) {
      setFailure(failureText(thrown));
    } finally {
      setChosen(undefined);
    }
  };

  return (
    <Card title="settings.write" words={<T id="settings.write.words" />}>
      {failure !== undefined && <Notice tone="danger">{failure}</Notice>}
      {settings === null ? (
        <Skeleton height="10rem" radius="m" />
      ) : (
        <RadioCards
          label={text('settings.write.label')}
          choices={CHOICES.map((id) => ({
            id,
            title: text(`settings.write.${id}`),
            words: text(`settings.write.${id}.words`),
          }))}
          value={chosen ?? settings.direct_messages}
          onChange={(from) => void choose(from)}
          isDisabled={chosen !== undefined}
        />
      )}
    </Card>
  );
}
