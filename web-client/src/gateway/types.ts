/** Close codes and frames of the gateway. Op codes, intents and the payloads of events are generated from the API document. */
import type { Message } from '@/api/gen';

export { ALL_INTENTS, type EventName, type EventPayloads, Op } from '@/api/gen/gateway.gen';

/** Close codes that change what happens next; every other one means: reconnect and RESUME. */
export const Close = {
  /** Ours: the connection is dead or damaged, the session survives. */
  resumable: 4000,
  tokenDead: 4004,
  invalidSequence: 4007,
  sessionTimedOut: 4009,
  tokenExpired: 4100,
  replaced: 4901,
} as const;

/** The server will never accept this client; trying again is useless. */
export const FATAL_CLOSE_CODES: readonly number[] = [4010, 4011, 4012, 4013, 4014];

/** An event as it came; its name may be unknown and its payload damaged. */
export interface Dispatch {
  name: string;
  payload: unknown;
}

export interface Frame {
  op: number;
  d?: unknown;
  s?: number | null;
  t?: string | null;
}

/** The response to a request with a nonce. */
export type Result =
  | { nonce: string; op: number; ok: true; data: Message | null }
  | {
      nonce: string;
      op: number;
      ok: false;
      status: number;
      code: number;
      message: string;
      errors?: Record<string, unknown>;
      retry_after?: number;
    };

/** A frame as text. Half a surrogate pair is no text; the server would close on it. */
export function frameText(frame: Frame | { op: number; d: unknown }): string {
  return JSON.stringify(frame, (_, value: unknown) =>
    typeof value === 'string' ? value.replace(/\p{Surrogate}/gu, '\ufffd') : value,
  );
}

/** A frame from text; null when it is not one. */
export function parseFrame(text: unknown): Frame | null {
  if (typeof text !== 'string') return null;
  try {
    const frame: unknown = JSON.parse(text);
    if (typeof frame !== 'object' || frame === null) return null;
    return typeof (frame as Frame).op === 'number' ? (frame as Frame) : null;
  } catch {
    return null;
  }
}
