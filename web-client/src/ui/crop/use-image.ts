/** The picture that waits to be cut. Its address is given back when it is put away. */
import { useState } from 'react';
import { dropImage, type Picture, readImage } from '@/lib/image-files';

interface Chosen {
  picture: Picture | undefined;
  /** Why the last file was no picture for us. */
  failure: string | undefined;
  choose: (file: File | null | undefined) => Promise<void>;
  putAway: () => void;
}

export function useImage(failureOf: (thrown: unknown) => string): Chosen {
  const [picture, setImage] = useState<Picture>();
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
    if (picture !== undefined) dropImage(picture);
    setImage(undefined);
  };
  return { picture, failure, choose, putAway };
}
