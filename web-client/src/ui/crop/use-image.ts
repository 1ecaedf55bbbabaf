/** The image to be cropped. Its URL is released when it is dropped. */
import { useState } from 'react';
import { dropImage, readImage, type SourceImage } from '@/lib/image-files';

interface Chosen {
  image: SourceImage | undefined;
  /** Why the last file was rejected. */
  failure: string | undefined;
  choose: (file: File | null | undefined) => Promise<void>;
  putAway: () => void;
}

export function useImage(failureOf: (thrown: unknown) => string): Chosen {
  const [image, setImage] = useState<SourceImage>();
  const [failure, setFailure] = useState<string>();

  const choose = async (file: File | null | undefined) => {
    if (file === undefined || file === null) return;
    setFailure(undefined);
    try {
      setImage(await readImage(file));
    } catch (thrown) {
      setFailure(failureOf(thrown));
    }
  };
  const putAway = () => {
    if (image !== undefined) dropImage(image);
    setImage(undefined);
  };
  return { image, failure, choose, putAway };
}
