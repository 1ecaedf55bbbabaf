/**
 * Programs of others that the server's pages load from the built client, as their packages have them: /redoc needs
 * its script at /vendor/redoc.standalone.js. The licence notes stand beside it.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

const FILES = ['redoc.standalone.js', 'redoc.standalone.js.LICENSE.txt'];

export function vendor(): Plugin {
  const { resolve } = createRequire(import.meta.url);
  return {
    name: 'vendor',
    apply: 'build',
    generateBundle() {
      for (const name of FILES) {
        const source = readFileSync(resolve(`redoc/bundles/${name}`));
        this.emitFile({ type: 'asset', fileName: `vendor/${name}`, source });
      }
    },
  };
}
