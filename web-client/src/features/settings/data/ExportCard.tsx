/** Exports all stored data of the user as an archive. */
import { Download } from 'lucide-react';
import { exportMyData } from '@/api';
import { ApiError } from '@/api/errors';
import { withFreshAuthentication } from '@/api/fresh';
import { httpOf } from '@/api/http';
import { useClient } from '@/client/context';
import { T, useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { fileNameOf, saveFile } from '@/lib/download';
import { Button } from '@/ui/button/Button';
import { Card } from '@/ui/card/Card';
import { useAction } from '@/ui/form/use-action';
import { Notice } from '@/ui/notice/Notice';
import { showToast } from '@/ui/toast/toast';
import styles from '../Settings.module.css';

const USUAL_NAME = 'chatspace-data.zip';

export function ExportCard() {
  const client = useClient();
  const text = useText();
  const failureText = useFailureText();
  const exporting = useAction({
    failureOf: (thrown) =>
      thrown instanceof ApiError && thrown.status === 409
        ? text('settings.export.busy')
        : failureText(thrown),
    work: async () => {
      const made = await withFreshAuthentication(client, () =>
        exportMyData({ client: httpOf(client), parseAs: 'blob', throwOnError: true }),
      );
      if (made === undefined) return;
      saveFile(made.data, fileNameOf(made.response.headers.get('Content-Disposition')) ?? USUAL_NAME);
      showToast({ text: text('settings.export.done') });
    },
  });
  return (
    <Card title="settings.export" words={<T id="settings.export.words" />}>
      {exporting.failure !== undefined && <Notice tone="danger">{exporting.failure}</Notice>}
      <div className={styles.buttons}>
        <Button
          icon={<Download size={17} aria-hidden="true" />}
          isPending={exporting.pending}
          onPress={exporting.run}
        >
          <T id={exporting.pending ? 'settings.export.pending' : 'settings.export.submit'} />
        </Button>
      </div>
    </Card>
  );
}
