// Offline checks of the dependencies: `node scripts/dependencies.mjs`; with `--build` also the time of a clean build and its
// slowest crates.
//
// The project contains no copy of the advisory database. The gate is the minimum versions below, and the list of known bad
// versions, each taken from its advisory; new dependencies are looked up when they are added. An unneeded exception fails.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { capture, ROOT, run, say, WEB } from './lib.mjs';

/** Minimum versions in the lock file. */
const FLOORS = {
  jsonwebtoken: '10.3.0', bcrypt: '0.19.2', time: '0.3.47', h2: '0.4.16', sqlx: '0.8.1', tungstenite: '0.20.1', ammonia: '4.1.4',
};
const SQLITE_FLOOR = '3.51.3';

/** Crate, first bad version, first fixed version (none: all are bad), advisory. */
const BAD = [
  ['bcrypt', '0.19.0', '0.19.2', 'RUSTSEC-2026-0199'],
  ['bytes', '1.2.1', '1.11.1', 'RUSTSEC-2026-0007'],
  ['crossbeam-channel', '0.5.12', '0.5.15', 'RUSTSEC-2025-0024'],
  ['h2', '0.0.0', '0.4.16', 'RUSTSEC-2026-0258'],
  ['lettre', '0.10.1', '0.11.22', 'RUSTSEC-2026-0141'],
  ['rand', '0.7.0', '0.9.3', 'RUSTSEC-2026-0097'],
  ['rand', '0.10.0', '0.10.1', 'RUSTSEC-2026-0097'],
  ['ring', '0.0.0', '0.17.12', 'RUSTSEC-2025-0009'],
  ['rsa', '0.0.0', undefined, 'RUSTSEC-2023-0071'],
  ['rustls', '0.23.13', '0.23.45', 'RUSTSEC-2026-0285'],
  ['rustls-webpki', '0.0.0', '0.103.13', 'RUSTSEC-2026-0104'],
  ['time', '0.3.6', '0.3.47', 'RUSTSEC-2026-0009'],
  ['tracing-subscriber', '0.0.0', '0.3.20', 'RUSTSEC-2025-0055'],
  ['zip', '1.3.0', '2.3.0', 'RUSTSEC-2025-0168'],
];

/** Crate and version: why it may stay. */
const EXCEPTIONS = {
  'h2 0.3.27': 'actix-http needs 0.3, of which no mended version exists; the server speaks HTTP/1.1 only, and the push client calls known services',
  'rand 0.8.8': 'unsound only under a logger that draws random numbers, which ours does not',
  'rsa 0.9.10': 'comes with jsonwebtoken and is not called: tokens are HS256 only, so there is no private key of RSA',
};

/** One of these licences must apply. None requires that programs built with it be published. */
const LICENCES = new Set(['0BSD', 'Apache-2.0', 'Apache-2.0 WITH LLVM-exception', 'BlueOak-1.0.0', 'BSD', 'BSD-1-Clause', 'BSD-2-Clause',
  'BSD-3-Clause', 'BSL-1.0', 'CC-BY-4.0', 'CC0-1.0', 'CDLA-Permissive-2.0', 'ISC', 'MIT', 'MIT-0', 'MPL-2.0', 'OFL-1.1', 'Python-2.0',
  'Unicode-3.0', 'Unlicense', 'Zlib']);

/** Packages whose metadata does not name the enclosed licence. */
const NAMED_ELSEWHERE = { '@react-aria/optimize-locales-plugin': 'Apache-2.0', decko: 'MIT', stickyfill: 'MIT' };

/** Used without being named in a source file: types, and packages used by a setting or an npm script. */
const UNNAMED = /^(@types\/|@biomejs\/biome$|typescript$|dependency-cruiser$|@playwright\/test$)/;

const read = (...path) => readFileSync(join(ROOT, ...path), 'utf8');
const crates = [...read('Cargo.lock').matchAll(/\[\[package\]\]\nname = "(.+)"\nversion = "(.+)"/g)].map(([, name, version]) => ({ name, version }));

floors();
bad();
licences('c', 'licences of crates', rustLicences());
licences('d', 'licences of npm packages', npmLicences());
unused('e', 'unused crates', unusedCrates());
unused('f', 'unused npm packages', unusedPackages());
if (process.argv.includes('--build')) await cleanBuild();

/** Prints one line of the table of proofs. */
function proof(letter, what, figure, budget, wrong = []) {
  console.log(`proof | 9.${letter} | ${what} | ${figure} | ${budget} | ${wrong.length === 0 ? 'pass' : 'fail'}`);
  for (const one of wrong) say(`  ${one}`);
  if (wrong.length > 0) process.exitCode = 1;
}

function compare(one, other) {
  const numbers = (version) => version.split(/[-+]/)[0].split('.').map(Number);
  const [a, b] = [numbers(one), numbers(other)];
  return a.map((part, at) => part - (b[at] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

function floors() {
  const below = crates.filter(({ name, version }) => FLOORS[name] && compare(version, FLOORS[name]) < 0 && !EXCEPTIONS[`${name} ${version}`]);
  const wrong = below.map(({ name, version }) => `${name} ${version} is below ${FLOORS[name]}`);
  const sqlite = bundledSqlite();
  if (!sqlite || compare(sqlite, SQLITE_FLOOR) < 0) wrong.push(`SQLite ${sqlite} is below ${SQLITE_FLOOR}`);
  const excepted = crates.filter(({ name, version }) => FLOORS[name] && compare(version, FLOORS[name]) < 0).length - below.length;
  proof('a', 'version floors of S-70', `${Object.keys(FLOORS).length + 1} floors, ${wrong.length} below, ${excepted} excepted`, '0 below', wrong);
}

/** Of the bundled SQLite. */
function bundledSqlite() {
  const { version } = crates.find(({ name }) => name === 'libsqlite3-sys');
  const sources = join(process.env.CARGO_HOME ?? join(homedir(), '.cargo'), 'registry', 'src');
  const header = readdirSync(sources).map((index) => join(sources, index, `libsqlite3-sys-${version}`, 'sqlite3', 'sqlite3.h')).find(existsSync);
  return header && readFileSync(header, 'utf8').match(/#define SQLITE_VERSION\s+"(.+)"/)[1];
}

function bad() {
  const found = crates.flatMap(({ name, version }) =>
    BAD.filter(([known, first, mended]) => known === name && compare(version, first) >= 0 && !(mended && compare(version, mended) >= 0))
      .map(([, , , advisory]) => ({ key: `${name} ${version}`, advisory })));
  const wrong = found.filter(({ key }) => !EXCEPTIONS[key]).map(({ key, advisory }) => `${key}: ${advisory}`);
  const idle = Object.keys(EXCEPTIONS).filter((key) => !found.some((one) => one.key === key)).map((key) => `${key} needs no exception`);
  const excepted = found.length - wrong.length;
  proof('b', 'versions with known faults', `${crates.length} crates, ${wrong.length} bad, ${excepted} excepted`, '0 bad', [...wrong, ...idle]);
}

/** Whether this SPDX expression permits use; an old slash is an OR. */
function isAllowed(expression) {
  const tokens = expression.replaceAll('/', ' OR ').replaceAll(/\s+WITH\s+/g, '_WITH_').match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  const any = () => {
    let allowed = all();
    while (tokens[at] === 'OR') {
      at += 1;
      allowed = all() || allowed;
    }
    return allowed;
  };
  const all = () => {
    let allowed = one();
    while (tokens[at] === 'AND') {
      at += 1;
      allowed = one() && allowed;
    }
    return allowed;
  };
  const one = () => {
    const token = tokens[at];
    at += 1;
    if (token !== '(') return LICENCES.has(token?.replaceAll('_WITH_', ' WITH '));
    const allowed = any();
    at += 1;
    return allowed;
  };
  return any() && at === tokens.length;
}

function licences(letter, what, list) {
  const wrong = list.filter(({ licence }) => !isAllowed(licence)).map(({ name, licence }) => `${name}: ${licence || 'no licence'}`);
  proof(letter, what, `${list.length} packages, ${wrong.length} refused`, '0 refused', list.length > 0 ? wrong : ['none found']);
}

function rustLicences() {
  const tree = capture('cargo', ['tree', '--locked', '--workspace', '-e', 'all', '--prefix', 'none', '-f', '{p}|{l}'], { cwd: ROOT });
  const lines = new Set(tree.split('\n').filter((line) => /^\S+ v\d/.test(line)).map((line) => line.replace(' (*)', '')));
  return [...new Map([...lines].map((line) => line.split('|')).map(([name, licence]) => [name.split(' ').slice(0, 2).join(' '), licence]))]
    .map(([name, licence]) => ({ name, licence: licence ?? '' }));
}

function npmLicences() {
  const { packages } = JSON.parse(read('web-client', 'package-lock.json'));
  const list = Object.entries(packages).filter(([path]) => path.includes('node_modules/'));
  return list.map(([path, { license }]) => {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    return { name, licence: license ?? NAMED_ELSEWHERE[name] ?? '' };
  });
}

function unused(letter, what, names) {
  proof(letter, what, `${names.length} unused`, '0', names);
}

/** All text below some folders, without third-party code. */
function textOf(...folders) {
  const files = capture('git', ['ls-files', '-co', '--exclude-standard', '-z', ...folders], { cwd: ROOT }).split('\0');
  return files.filter((file) => /\.(rs|ts|tsx|js|mjs|cjs|css|html|json|toml)$/.test(file) && !/package(-lock)?\.json$|Cargo\.toml$/.test(file) && existsSync(join(ROOT, file)))
    .map((file) => read(file)).join('\n');
}

function unusedCrates() {
  const manifest = read('backend', 'Cargo.toml');
  const names = (section) => [...(manifest.split(`[${section}]\n`)[1]?.split('\n[')[0] ?? '').matchAll(/^([a-z0-9_-]+)\s*=/gm)].map(([, name]) => name);
  const [program, tests] = [textOf('backend/src', 'backend/build.rs'), textOf('backend/tests', 'backend/benches', 'backend/src')];
  const isUsed = (name, text) => new RegExp(`\\b${name.replaceAll('-', '_')}(::|!|\\s*[;,}{]|\\s+as\\b)`).test(text);
  return [...names('dependencies').filter((name) => !isUsed(name, program)), ...names('dev-dependencies').filter((name) => !isUsed(name, tests))];
}

function unusedPackages() {
  const { dependencies, devDependencies, scripts } = JSON.parse(readFileSync(join(WEB, 'package.json'), 'utf8'));
  const text = textOf('web-client', 'scripts') + JSON.stringify(scripts);
  return Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !UNNAMED.test(name) && !text.includes(name));
}

/** Builds the debug program in an empty folder. */
async function cleanBuild() {
  const target = mkdtempSync(join(tmpdir(), 'chatspace-clean-'));
  try {
    const built = await run('cargo', ['build', '--locked', '--timings'], { cwd: ROOT, minutes: 40, env: { ...process.env, CARGO_TARGET_DIR: target } });
    const report = readFileSync(join(target, 'cargo-timings', 'cargo-timing.html'), 'utf8');
    const units = JSON.parse(report.match(/const UNIT_DATA = (\[[\s\S]*?\]);/)[1]);
    const slowest = units.toSorted((a, b) => b.duration - a.duration).slice(0, 8).map(({ name, target: part, duration }) => `${name}${part ?? ''} ${duration.toFixed(0)} s`);
    proof('g', 'debug build from clean', `${built.seconds} s; slowest: ${slowest.join(', ')}`, '-', built.ok ? [] : ['it failed']);
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
}
