// Fails when the built client is heavier than its budget. Run after `npm run build`.
// "Initial" is what index.html loads before the first screen: its scripts, their static imports, its style sheets.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET_KB = { js: 240, css: 20 };
const dist = new URL('../dist/', import.meta.url);

const html = readFileSync(new URL('index.html', dist), 'utf8');
const initial = { js: new Set(), css: new Set() };

const addScript = (path) => {
  if (initial.js.has(path)) return;
  initial.js.add(path);
  const code = readFileSync(new URL(path, dist), 'utf8');
  for (const [, name] of code.matchAll(/(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g))
    addScript(`assets/${name}`);
};

for (const [, path] of html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)) addScript(path);
for (const [, path] of html.matchAll(/href="\/([^"]+\.css)"/g)) initial.css.add(path);

let over = false;
for (const kind of ['js', 'css']) {
  let total = 0;
  for (const path of initial[kind]) {
    const size = gzipSync(readFileSync(new URL(path, dist))).length / 1000;
    total += size;
    console.log(`${size.toFixed(1).padStart(8)} kB  ${path}`);
  }
  const verdict = total <= BUDGET_KB[kind] ? 'within' : 'OVER';
  over ||= total > BUDGET_KB[kind];
  console.log(
    `${total.toFixed(1).padStart(8)} kB  initial ${kind}, gzip: ${verdict} the budget of ${BUDGET_KB[kind]} kB\n`,
  );
}
process.exitCode = over ? 1 : 0;
