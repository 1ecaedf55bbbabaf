/** In the built client the messages are parsed already, so the parser of messages stays out of it. */
import { parse } from '@formatjs/icu-messageformat-parser';
import type { Plugin } from 'vite';

const CATALOGUE = /\/src\/i18n\/\w+\.json(\?\w+)?$/;

export function compiledMessages(): Plugin {
  return {
    name: 'compiled-messages',
    apply: 'build',
    enforce: 'pre',
    config: () => ({
      resolve: {
        alias: [
          {
            find: /^@formatjs\/icu-messageformat-parser$/,
            replacement: '@formatjs/icu-messageformat-parser/no-parser.js',
          },
        ],
      },
    }),
    transform(code, id) {
      if (!CATALOGUE.test(id)) return null;
      const messages = Object.entries<string>(JSON.parse(code));
      const parsed = Object.fromEntries(messages.map(([name, message]) => [name, parse(message)]));
      return { code: JSON.stringify(parsed), map: null };
    },
  };
}
