/**
 * Calls that require a recent password check. A refused call asks for the password and is repeated once; one prompt
 * serves all calls that wait for it.
 *
 * This module knows nothing of dialogs: it holds the prompt in a store, and the application shows it.
 */
import { createStore } from 'zustand/vanilla';
import { httpOf } from '@/api/http';
import { type Client, perClient } from '@/client/client';
import { ApiError, Code } from './errors';
import { reauthenticate } from './gen/sdk.gen';
import { sessionStore } from './session';

export interface Question {
  /** True once the password is confirmed, false when the user cancels. */
  answer: (shown: boolean) => void;
}

function question(client: Client) {
  const store = createStore<{ asked: Question | null }>(() => ({ asked: null }));
  // No prompt is left to resolve.
  sessionStore(client).subscribe(({ status }) => {
    if (status !== 'signed-in') store.getState().asked?.answer(false);
  });
  return store;
}

export const passwordQuestion = perClient((client) => question(client));

/**
 * Makes the call, asking for the password first where the server requires it. Undefined when the user cancels: then
 * nothing was done.
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

/** Sends the password, and a code where two-factor authentication is on; rejects with the problem of its field. */
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
