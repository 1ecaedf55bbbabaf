/** The keys that format the selection. */
import type { KeyboardEvent } from 'react';
import { matches } from '@/keyboard/use-shortcuts';
import { type Format, formatted } from './formats';

const KEYS = { 'composer.bold': 'bold', 'composer.italic': 'italic', 'composer.strike': 'strike' } as const;

/** Bold, slanted, struck by key. */
export function formatByKey(
  event: KeyboardEvent<HTMLTextAreaElement>,
  content: string,
  write: (next: string, start: number, end: number) => void,
): void {
  for (const [action, format] of Object.entries(KEYS) as [keyof typeof KEYS, Format][]) {
    if (!matches(event, action)) continue;
    const { selectionStart, selectionEnd } = event.currentTarget;
    // With nothing to slant, the key opens the inbox.
    if (action === 'composer.italic' && selectionStart === selectionEnd) return;
    event.preventDefault();
    const next = formatted(format, { content, start: selectionStart, end: selectionEnd });
    write(next.content, next.start, next.end);
    return;
  }
}
