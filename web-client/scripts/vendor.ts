/**
 * Third-party programs that the server's pages load from the built client: /redoc needs its script at
 * /vendor/redoc.standalone.js. Licence notes are next to them.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

/** ReDoc's footer would load an image from its vendor's host; nothing here contacts another host. */
const FOREIGN_PICTURE = 'https://cdn.redoc.ly/redoc/logo-mini.svg';
const EMPTY_PICTURE = 'data:image/gif;base64,R0lGODlhAQABAAAAACw=';

const FILES = ['redoc.standalone.js', 'redoc.standalone.js.LICENSE.txt'];

export function vendor(): Plugin {
  const { resolve } = createRequire(import.meta.url);
  return {
    name: 'vendor',
    apply: 'build',
    generateBundle() {
      for (const name of FILES) {
        const text = readFileSync(resolve(`redoc/bundles/${name}`), 'utf8');
        const source = text.replaceAll(FOREIGN_PICTURE, EMPTY_PICTURE);
        this.emitFile({ type: 'asset', fileName: `vendor/${name}`, source });
      }
    },
  };
}
