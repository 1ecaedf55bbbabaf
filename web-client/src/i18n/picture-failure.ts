/** What went wrong with a picture, whether the browser or the server found it. */
import { PictureError } from '@/lib/pictures';
import { useText } from '.';
import { useFailureText } from './failures';

export function usePictureFailure(): (thrown: unknown) => string {
  const text = useText();
  const failureText = useFailureText();
  return (thrown) => {
    if (!(thrown instanceof PictureError)) return failureText(thrown);
    return text(thrown.why === 'kind' ? 'error.pictureKind' : 'error.pictureBroken');
  };
}
