/** Messages of nothing but emoji are drawn larger. */
const MOST = 27;

/** A flag, a keycap, or an emoji with its modifiers: skin tone, presentation, and joined emoji. */
const EMOJI =
  /\p{Regional_Indicator}{2}|[#*\d]\uFE0F?\u20E3|\p{Extended_Pictographic}(?:\p{EMod}|\uFE0F|[\u{E0020}-\u{E007F}])*(?:\u200D\p{Extended_Pictographic}(?:\p{EMod}|\uFE0F)*)*/gu;

export function isEmojiOnly(text: string): boolean {
  if (text.length > 500) return false;
  const emoji = text.match(EMOJI) ?? [];
  return emoji.length > 0 && emoji.length <= MOST && text.replace(EMOJI, '').trim() === '';
}
