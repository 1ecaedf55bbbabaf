// The web client's packages and build, each renewed only if its inputs have changed: node scripts/web.mjs install | build

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, fail, WEB } from './lib.mjs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) fail(`Node 20.19 or newer is needed, this is ${process.versions.node}`);

// Inside node_modules, so that removing it forgets both.
const stamps = join(WEB, 'node_modules', '.chatspace');

const steps = {
  install() {
    const state = fingerprint(['package.json', 'package-lock.json', '.npmrc'], `${process.version} ${process.platform}`);
    once('installed', state, join(WEB, 'node_modules'), () => attempt('npm', ['ci', '--no-audit', '--no-fund'], { cwd: WEB }));
  },
  build() {
    steps.install();
    const inputs = readdirSync(WEB).filter((name) => !['node_modules', 'dist', 'e2e', 'tests', 'test-results', 'coverage'].includes(name));
    once('built', fingerprint(inputs), join(WEB, 'dist', 'index.html'), () => attempt('npm', ['run', 'build'], { cwd: WEB }));
  },
};

const step = steps[process.argv[2]];
if (!step) fail('usage: node scripts/web.mjs install | build');
step();

function once(name, state, result, make) {
  const stamp = join(stamps, name);
  if (existsSync(result) && existsSync(stamp) && readFileSync(stamp, 'utf8') === state) return;
  if (!make()) fail(`the web client could not be ${name}`);
  mkdirSync(stamps, { recursive: true });
  writeFileSync(stamp, state);
}

/** A hash of the names and bytes of these files and folders, including missing ones. */
function fingerprint(names, more = '') {
  const hash = createHash('sha256').update(more);
  const add = (path) => {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) add(join(path, name));
    } else {
      hash.update(`\0${path}\0`).update(readFileSync(path));
    }
  };
  for (const name of [...names].sort()) add(join(WEB, name));
  return hash.digest('hex');
}
