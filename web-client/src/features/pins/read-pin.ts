/** Reads pins. */
import type { Message } from '@/api/gen';
import { readMessage } from '@/store/messages/normalise';
import { object, time } from '@/store/normalise';

export interface Pinned {
  /** When it was pinned. */
  at: string;
  message: Message;
}

export function readPin(value: unknown): Pinned | null {
  const raw = object(value);
  const message = readMessage(raw?.message);
  return message === null ? null : { at: time(raw?.pinned_at), message };
}
