/** The picture that waits to be cut. Its address is given back when it is put away. */
import { useState } from 'react';
import { dropPicture, type Picture, readPicture } from '@/lib/pictures';

interface Chosen {
  picture: Picture | undefined;
  /** Why the last file was no picture for us. */
  failure: string | undefined;
  choose: (file: File | null | undefined) => Promise<void>;
  putAway: () => void;
}

export function usePicture(failureOf: (thrown: unknown) => string): Chosen {
  const [picture, setPicture] = useState<Picture>();
  const [failure, setFailure] = useState<string>();

  const choose = async (file: File | null | undefined) => {
    if (file === undefined || file === null) return;
    setFailure(undefined);
    try {
      setPicture(await readPicture(file));
    } catch (thrown) {
      setFailure(failureOf(thrown));
    }
  };
  const putAway = () => {
    if (picture !== undefined) dropPicture(picture);
    setPicture(undefined);
  };
  return { picture, failure, choose, putAway };
}
