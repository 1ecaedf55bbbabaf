/** What went wrong with a picture, whether the browser or the server found it. */
import { useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { PictureError } from '@/lib/pictures';

export function usePictureFailure(): (thrown: unknown) => string {
  const text = useText();
  const failureText = useFailureText();
  return (thrown) => {
    if (!(thrown instanceof PictureError)) return failureText(thrown);
    return text(thrown.why === 'kind' ? 'error.pictureKind' : 'error.pictureBroken');
  };
}
