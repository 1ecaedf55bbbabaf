/**
 * Writes the files that a channel needs besides the page itself as the value of a `Link` header. The server sends it
 * with the pages that show a channel, so that browsers request those files at once instead of after the first scripts
 * have run.
 */
import type { Plugin } from 'vite';

const PART = 'chat';
const FILE = 'talk.links';

export function hints(): Plugin {
  return {
    name: 'hints',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
      const part = chunks.find((chunk) => chunk.name === PART);
      if (part === undefined) throw new Error(`The build has no part named ${PART}.`);
      const reached = new Set<string>();
      const add = (name: string) => {
        const chunk = chunks.find(({ fileName }) => fileName === name);
        if (chunk === undefined || reached.has(name)) return;
        reached.add(name);
        for (const style of chunk.viteMetadata?.importedCss ?? []) reached.add(style);
        chunk.imports.forEach(add);
      };
      add(part.fileName);
      // What the page asks for by itself needs no hint.
      const page = bundle['index.html'];
      const html = page?.type === 'asset' ? page.source.toString() : '';
      const hinted = [...reached].filter((name) => !html.includes(name));
      const links = hinted.map((name) =>
        name.endsWith('.css')
          ? `</${name}>; rel=preload; as=style; crossorigin`
          : `</${name}>; rel=modulepreload`,
      );
      this.emitFile({ type: 'asset', fileName: FILE, source: links.join(', ') });
    },
  };
}
