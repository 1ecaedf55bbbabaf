// Fails if the built client exceeds its budgets. Run after `npm run build`. "sign-in" is what index.html
// loads with the code for signing in; "channel" is the same with the code that shows a channel; both in the
// heavier language and with all static imports. "first message" is everything transferred until a returning
// user sees a message: as brotli where available, with what the code of a channel loads in addition, and with
// response headers.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGETS_KB = { 'sign-in': { js: 150, css: 20 }, channel: { js: 240, css: 20 }, lazy: { js: 60 } };
const SIGN_IN_PARTS = ['entry', 'uk'];
const CHANNEL_PARTS = ['chat', 'uk', 'uk-chat'];
/** What a channel with messages and members loads before it shows them. */
const CHANNEL_LOADS = ['queries', 'Corner', 'MemberList'];
const PAGE_FILES = ['index.html', 'layers.css', 'theme.js', 'icon.svg'];
const FONTS = ['latin', 'cyrillic'];
const FIRST_MESSAGE_KB = 330;
/** Size of response headers. */
const HEAD_KB = 0.65;

const dist = new URL('../dist/', import.meta.url);
const read = (path) => readFileSync(new URL(path, dist));
const assets = readdirSync(new URL('assets/', dist));

const withoutHash = (path) => path.replace(/^assets\//, '').replace(/-[\w-]{8}\.(js|css)$/, '');

/** A script and its static imports. */
function scriptsFrom(path, found) {
  if (found.has(path)) return found;
  found.add(path);
  const code = read(path).toString();
  for (const [, name] of code.matchAll(/(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g))
    scriptsFrom(`assets/${name}`, found);
  return found;
}

/** A style sheet has the name of the script it belongs to. */
function stylesOf(scripts) {
  const parts = new Set([...scripts].map(withoutHash));
  return assets
    .filter((name) => name.endsWith('.css') && parts.has(withoutHash(name)))
    .map((name) => `assets/${name}`);
}

function partNamed(part) {
  const name = assets.find((asset) => asset.endsWith('.js') && withoutHash(asset) === part);
  if (name === undefined) throw new Error(`The build has no part named ${part}.`);
  return `assets/${name}`;
}

function weigh(title, kind, paths) {
  let total = 0;
  for (const path of paths) {
    const size = gzipSync(read(path)).length / 1000;
    total += size;
    console.log(`${size.toFixed(1).padStart(8)} kB  ${path}`);
  }
  const budget = BUDGETS_KB[title][kind];
  const verdict = total <= budget ? 'within' : 'OVER';
  console.log(
    `${total.toFixed(1).padStart(8)} kB  ${title} ${kind}, gzip: ${verdict} the budget of ${budget} kB\n`,
  );
  return total <= budget;
}

const html = read('index.html').toString();
const initial = new Set();
for (const [, path] of html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)) scriptsFrom(path, initial);
const routeWith = (parts) =>
  parts.reduce((found, part) => scriptsFrom(partNamed(part), found), new Set(initial));
const signIn = routeWith(SIGN_IN_PARTS);
const channel = routeWith(CHANNEL_PARTS);
const lazy = assets
  .filter((name) => name.endsWith('.js') && !signIn.has(`assets/${name}`) && !channel.has(`assets/${name}`))
  .map((name) => `assets/${name}`);

/** The transferred size of a file. */
function transferred(path) {
  const brotli = new URL(`${path}.br`, dist);
  return statSync(existsSync(brotli) ? brotli : new URL(path, dist)).size / 1000 + HEAD_KB;
}

function weighFirstMessage() {
  const scripts = CHANNEL_LOADS.reduce(
    (found, part) => scriptsFrom(partNamed(part), found),
    new Set(channel),
  );
  const fonts = assets.filter((name) => FONTS.some((script) => name.startsWith(`onest-${script}-wght`)));
  const paths = [...PAGE_FILES, ...scripts, ...stylesOf(scripts), ...fonts.map((name) => `assets/${name}`)];
  const total = paths.reduce((sum, path) => sum + transferred(path), 0);
  const verdict = total <= FIRST_MESSAGE_KB ? 'within' : 'OVER';
  console.log(
    `${total.toFixed(1).padStart(8)} kB  first message, transferred in ${paths.length} files: ${verdict} the budget of ${FIRST_MESSAGE_KB} kB\n`,
  );
  return total <= FIRST_MESSAGE_KB;
}

const verdicts = [
  weighFirstMessage(),
  weigh('sign-in', 'js', signIn),
  weigh('sign-in', 'css', stylesOf(signIn)),
  weigh('channel', 'js', channel),
  weigh('channel', 'css', stylesOf(channel)),
  ...lazy.map((path) => weigh('lazy', 'js', [path])),
];
process.exitCode = verdicts.every(Boolean) ? 0 : 1;
