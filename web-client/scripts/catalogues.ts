/**
 * Builds the text catalogues into the client.
 *
 * A catalogue has three parts, `texts:uk/first`, `texts:uk/chat` and `texts:uk/later`, so that signing in does not wait
 * for the texts of the chat, nor the chat for the rest. The build parses the messages ahead of time and leaves the
 * message parser out.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from '@formatjs/icu-messageformat-parser';
import type { Plugin } from 'vite';

const PART = /^\0?texts:(\w+)\/(first|chat|later)$/;

/** Texts of screens that ask for them: see `withLaterTexts` in src/i18n. */
const LATER =
  /^(settings|credentials|crop|dms|link|auth\.(forgot|confirm)|operator|welcome\.access|shortcuts|inviteDialog|profile|members|ownStatus|switcher|guild\.(create|join|icon|delete|transfer|description|system)|inbox|lostDraft|notify|update)\./;

/** Texts of channels, DMs and the panels around them: see `withChatTexts`. */
const CHAT =
  /^(channel|composer|connection|dm|emoji|guild|markdown|offline|presence|shell|timeline|unread|user)\./;

function partOf(name: string): string {
  if (LATER.test(name)) return 'later';
  return CHAT.test(name) ? 'chat' : 'first';
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
