/**
 * Reads payloads that may be damaged. An object without an id is dropped (null); a missing list or text
 * becomes empty; so that one bad item is skipped and a screen never gets `undefined`.
 */
import { isId } from '@/lib/ids';

export type Loose = Record<string, unknown>;

export function object(value: unknown): Loose | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : null;
}

/** Above the server's limits; longer values are truncated, so that they can be rendered. */
const MAX_TEXT = 16_384;
const MAX_NAME = 256;

export const text = (value: unknown, fallback = ''): string =>
  typeof value === 'string' ? value.slice(0, MAX_TEXT) : fallback;
export const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? text(value) : null);
export const name = (value: unknown): string => text(value).slice(0, MAX_NAME);
export const nameOrNull = (value: unknown): string | null => (typeof value === 'string' ? name(value) : null);
export const number = (value: unknown): number =>
  typeof value === 'number' && Number.isSafeInteger(value) ? value : 0;
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
export const texts = (value: unknown): string[] => list(value).filter((item) => typeof item === 'string');

/** A time that can be shown; empty when it is none. */
export const time = (value: unknown): string =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? name(value) : '';

/** The id, if it is one. */
export const id = (value: unknown): string | null => (isId(value) ? value : null);

/** The valid items of a list; invalid ones are skipped. */
export function each<T>(value: unknown, read: (item: unknown) => T | null): T[] {
  return list(value).flatMap((item) => {
    try {
      const found = read(item);
      return found === null ? [] : [found];
    } catch {
      return [];
    }
  });
}

/** Permission bits as decimal text; anything else is no permission. */
export function bits(value: unknown): string {
  return typeof value === 'string' && /^\d{1,40}$/.test(value) ? value : '0';
}
