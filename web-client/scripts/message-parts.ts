/**
 * Cuts a catalogue of messages in three, by when the texts are needed: `uk.json?entry` on the pages before one is in,
 * `uk.json?live` in the conversations, `uk.json?later` on screens that few open and nobody sees first.
 *
 * Who draws a text of the second or third part waits for it first: see `src/i18n/catalogue.ts`.
 */
import type { Plugin } from 'vite';

const PART = /\/src\/i18n\/\w+\.json\?(entry|live|later)$/;

const ENTRY = ['app', 'auth', 'common', 'error', 'invite', 'language', 'welcome'];
const LATER = ['link', 'operator', 'settings'];

/** The part a text belongs to, by the first word of its id. */
export function partOf(id: string): 'entry' | 'live' | 'later' {
  const subject = id.split('.')[0] ?? '';
  if (ENTRY.includes(subject)) return 'entry';
  return LATER.includes(subject) ? 'later' : 'live';
}

export function messageParts(): Plugin {
  return {
    name: 'message-parts',
    enforce: 'pre',
    transform(code, id) {
      const part = PART.exec(id)?.[1];
      if (part === undefined) return null;
      const messages = Object.entries<unknown>(JSON.parse(code)).filter(([name]) => partOf(name) === part);
      const object = JSON.stringify(Object.fromEntries(messages));
      return { code: `export default ${object}`, map: null, moduleType: 'js' };
    },
  };
}
