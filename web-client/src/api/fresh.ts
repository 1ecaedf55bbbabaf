/**
 * Calls that the server does only for who showed the password a moment ago. A refused one asks for the password and
 * is repeated once; one question serves all calls that wait for it.
 *
 * This knows nothing of windows: it keeps the question in a store, and the application answers it.
 */
import { createStore } from 'zustand/vanilla';
import { httpOf } from '@/api/http';
import { type Client, perClient } from '@/client/client';
import { ApiError, Code } from './errors';
import { reauthenticate } from './gen/sdk.gen';
import { sessionStore } from './session';

export interface Question {
  /** True when the password was shown, false when the person would rather not. */
  answer: (shown: boolean) => void;
}

function question(client: Client) {
  const store = createStore<{ asked: Question | null }>(() => ({ asked: null }));
  // Nobody is left to answer.
  sessionStore(client).subscribe(({ status }) => {
    if (status !== 'signed-in') store.getState().asked?.answer(false);
  });
  return store;
}

export const passwordQuestion = perClient((client) => question(client));

/**
 * Does the call, with the question before it where the server wants one. Undefined when the person did not answer:
 * then nothing was done.
 */
export async function withFreshAuthentication<T extends object>(
  client: Client,
  call: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await call();
  } catch (thrown) {
    if (!(thrown instanceof ApiError) || thrown.code !== Code.passwordNeeded) throw thrown;
  }
  return (await ask(client)) ? call() : undefined;
}

/** Shows the password, and a code where there is a second factor; what is wrong is thrown as a problem of its field. */
export async function showPassword(client: Client, password: string, code?: string): Promise<void> {
  await reauthenticate({
    client: httpOf(client),
    body: { password, ...(code === undefined ? {} : { code }) },
    throwOnError: true,
  });
  passwordQuestion(client).getState().asked?.answer(true);
}

const pending = perClient(() => ({ asking: null as Promise<boolean> | null }));

function ask(client: Client): Promise<boolean> {
  const own = pending(client);
  own.asking ??= new Promise<boolean>((resolve) => {
    passwordQuestion(client).setState({ asked: { answer: resolve } });
  }).finally(() => {
    own.asking = null;
    passwordQuestion(client).setState({ asked: null });
  });
  return own.asking;
}
