/** A failure in one sentence, with a retry button. */
import { T } from '@/i18n';
import { Button } from '../button/Button';
import { Notice } from '../notice/Notice';

interface Props {
  failure: string;
  onRetry: () => unknown;
}

export function Failed({ failure, onRetry }: Props) {
  return (
    <Notice
      tone="danger"
      action={
        <Button size="small" onPress={() => void onRetry()}>
          <T id="common.retry" />
        </Button>
      }
    >
      {failure}
    </Notice>
  );
}
