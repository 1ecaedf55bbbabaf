/** Frames of the gateway. Op codes, close codes, intents and the payloads of events are generated from the API document. */
import type { Message } from '@/api/gen';

export { ALL_INTENTS, CloseCode, type EventName, type EventPayloads, Op } from '@/api/gen/gateway.gen';

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
