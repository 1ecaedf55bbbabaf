/** Skin tones: how an emoji looks in one. */

/** The first is that of the emoji itself. */
export const TONES = ['', '\u{1F3FB}', '\u{1F3FC}', '\u{1F3FD}', '\u{1F3FE}', '\u{1F3FF}'] as const;
export type Tone = (typeof TONES)[number];

/** What may have a tone, except the joined hands between two persons. */
const TONED = /(?!\u{1F91D}\u200D)(\p{Emoji_Modifier_Base})\uFE0F?/gu;

export const toned = (emoji: string, tone: Tone): string =>
  tone === '' ? emoji : emoji.replace(TONED, `$1${tone}`);

const ANY_TONE = /[\u{1F3FB}-\u{1F3FF}]/gu;
const SELECTOR = /\uFE0F/g;

/** The same for all tones and presentations of an emoji. */
export const bare = (emoji: string): string => emoji.replace(ANY_TONE, '').replace(SELECTOR, '');
