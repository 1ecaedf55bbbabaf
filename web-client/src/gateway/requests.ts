/**
 * Requests over the gateway that are answered by a RESULT with the same nonce.
 *
 * A request that was under way when the connection broke is `lost`: the server may or may not have done it. The caller
 * repeats it with the same nonce, or gives up.
 */
import { ApiError } from '@/api/errors';
import type { Message } from '@/api/gen';
import type { Result } from './types';

/** No answer will come on this connection. */
export class RequestLost extends Error {
  constructor() {
    super('The connection broke before the answer came.');
    this.name = 'RequestLost';
  }
}

/** Requests without a response by then are lost. */
const ANSWER_MS = 15_000;

interface Waiting {
  resolve(message: Message | null): void;
  reject(reason: ApiError | RequestLost): void;
}

export class Requests {
  #waiting = new Map<string, Waiting>();

  /** Resolves with the message of the response; rejects with ApiError or RequestLost. */
  wait(nonce: string): Promise<Message | null> {
    return new Promise((resolve, reject) => {
      const waiting = { resolve, reject };
      this.#waiting.set(nonce, waiting);
      setTimeout(() => {
        if (this.#waiting.get(nonce) !== waiting) return;
        this.#waiting.delete(nonce);
        reject(new RequestLost());
      }, ANSWER_MS);
    });
  }

  answer(result: Result): void {
    const waiting = this.#waiting.get(result.nonce);
    if (waiting === undefined) return;
    this.#waiting.delete(result.nonce);
    if (result.ok) waiting.resolve(result.data);
    else waiting.reject(new ApiError(result.status, result));
  }

  loseAll(): void {
    const lost = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of lost) reject(new RequestLost());
  }
}
