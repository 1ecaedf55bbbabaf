/**
 * Programs of others that the server's pages load from the built client, as their packages have them: /redoc needs
 * its script at /vendor/redoc.standalone.js. The licence notes stand beside it.
 *
 * The one picture that the script would fetch from its makers' host comes from ours instead.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

const FOREIGN_PICTURE = 'https://cdn.redoc.ly/redoc/logo-mini.svg';
const OWN_PICTURE = '/icon.svg';
const FILES = ['redoc.standalone.js', 'redoc.standalone.js.LICENSE.txt'];

export function vendor(): Plugin {
  const { resolve } = createRequire(import.meta.url);
  return {
    name: 'vendor',
    apply: 'build',
    generateBundle() {
      for (const name of FILES) {
        const source = readFileSync(resolve(`redoc/bundles/${name}`), 'utf8').replaceAll(
          FOREIGN_PICTURE,
          OWN_PICTURE,
        );
        this.emitFile({ type: 'asset', fileName: `vendor/${name}`, source });
      }
    },
  };
}
