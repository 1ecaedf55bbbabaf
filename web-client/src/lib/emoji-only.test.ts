import { describe, expect, it } from 'vitest';
import { isEmojiOnly } from './emoji-only';

describe('a message of emoji alone', () => {
  it.each(['👍', '👍🏽 🎉', '👩‍👩‍👧‍👦', '🇺🇦', '1️⃣', '❤️', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '😀'.repeat(27)])('is %s', (text) => {
    expect(isEmojiOnly(text)).toBe(true);
  });

  it.each(['', '7', '#1', 'ok 👍', '👍!', '😀'.repeat(28), '©2026'])('is not %s', (text) => {
    expect(isEmojiOnly(text)).toBe(false);
  });
});
