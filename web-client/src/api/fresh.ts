/**
 * Calls that the server does only for who showed the password a moment ago. A refused one asks for the password and
 * is repeated once; one question serves all calls that wait for it.
 *
 * This knows nothing of windows: it keeps the question in a store, and the application answers it.
 */
import { createStore } from 'zustand/vanilla';
import { ApiError, Code } from './errors';
import { reauthenticate } from './gen/sdk.gen';
import { sessionStore } from './session';

export interface Question {
  /** True when the password was shown, false when the person would rather not. */
  answer: (shown: boolean) => void;
}

export const passwordQuestion = createStore<{ asked: Question | null }>(() => ({ asked: null }));

/**
 * Does the call, with the question before it where the server wants one. Undefined when the person did not answer:
 * then nothing was done.
 */
export async function withFreshAuthentication<T extends object>(
  call: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await call();
  } catch (thrown) {
    if (!(thrown instanceof ApiError) || thrown.code !== Code.passwordNeeded) throw thrown;
  }
  return (await ask()) ? call() : undefined;
}

/** Shows the password, and a code where there is a second factor; what is wrong is thrown as a problem of its field. */
export async function showPassword(password: string, code?: string): Promise<void> {
  await reauthenticate({ body: { password, ...(code === undefined ? {} : { code }) }, throwOnError: true });
  passwordQuestion.getState().asked?.answer(true);
}

let asking: Promise<boolean> | null = null;

function ask(): Promise<boolean> {
  asking ??= new Promise<boolean>((resolve) => {
    passwordQuestion.setState({ asked: { answer: resolve } });
  }).finally(() => {
    asking = null;
    passwordQuestion.setState({ asked: null });
  });
  return asking;
}

// Nobody is left to answer.
sessionStore.subscribe(({ status }) => {
  if (status !== 'signed-in') passwordQuestion.getState().asked?.answer(false);
});
