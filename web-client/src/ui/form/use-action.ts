/** The state of a button's action: one at a time, and its failure in one sentence. */
import { useState } from 'react';

interface Options {
  work: () => Promise<unknown>;
  failureOf: (thrown: unknown) => string;
}

interface Action {
  pending: boolean;
  failure: string | undefined;
  run: () => void;
}

export function useAction({ work, failureOf }: Options): Action {
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string>();

  const run = async () => {
    setPending(true);
    setFailure(undefined);
    try {
      await work();
    } catch (thrown) {
      setFailure(failureOf(thrown));
    } finally {
      setPending(false);
    }
  };

  return { pending, failure, run: () => void run() };
}
