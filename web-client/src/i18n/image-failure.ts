/** What went wrong with an image, whether the browser or the server found it. */
import { ImageError } from '@/lib/image-files';
import { useText } from '.';
import { useFailureText } from './failures';

export function useImageFailure(): (thrown: unknown) => string {
  const text = useText();
  const failureText = useFailureText();
  return (thrown) => {
    if (!(thrown instanceof ImageError)) return failureText(thrown);
    return text(thrown.why === 'kind' ? 'error.imageKind' : 'error.imageBroken');
  };
}
