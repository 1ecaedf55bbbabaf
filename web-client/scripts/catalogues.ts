/**
 * The catalogues of texts on their way into the client.
 *
 * A catalogue comes in three parts, `texts:uk/first`, `texts:uk/talk` and `texts:uk/later`, so that what is needed to
 * sign in does not wait for what is needed to talk, nor that for the rest. In the built client the messages are parsed
 * already, so the parser of messages stays out of it.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from '@formatjs/icu-messageformat-parser';
import type { Plugin } from 'vite';

const PART = /^\0?texts:(\w+)\/(first|talk|later)$/;

/** Texts of screens that ask for them: see `withLaterTexts` in src/i18n. */
const LATER =
  /^(settings|credentials|crop|direct|link|auth\.(forgot|confirm)|operator|welcome\.access|shortcuts|inviteDialog|profile|members|ownStatus|switcher|guild\.(create|join|icon|delete|handOver|description)|inbox|lostDraft|notify|update)\./;

/** Texts of conversations and what surrounds them: see `withTalkTexts`. */
const TALK =
  /^(channel|composer|connection|dm|guild|markdown|offline|person|presence|shell|timeline|unread|user)\./;

function partOf(name: string): string {
  if (LATER.test(name)) return 'later';
  return TALK.test(name) ? 'talk' : 'first';
}

export function catalogues(): Plugin {
  let isBuild = false;
  return {
    name: 'catalogues',
    config: (_, { command }) => {
      isBuild = command === 'build';
      if (!isBuild) return {};
      return {
        resolve: {
          alias: [
            {
              find: /^@formatjs\/icu-messageformat-parser$/,
              replacement: '@formatjs/icu-messageformat-parser/no-parser.js',
            },
          ],
        },
      };
    },
    resolveId: (id) => (PART.test(id) ? `\0${id}` : null),
    load(id) {
      const [, locale, part] = PART.exec(id) ?? [];
      if (locale === undefined) return null;
      const path = fileURLToPath(new URL(`../src/i18n/${locale}.json`, import.meta.url));
      this.addWatchFile(path);
      const messages = Object.entries<string>(JSON.parse(readFileSync(path, 'utf8')))
        .filter(([name]) => partOf(name) === part)
        .map(([name, message]) => [name, isBuild ? parse(message) : message]);
      return `export default ${JSON.stringify(Object.fromEntries(messages))};`;
    },
  };
}
