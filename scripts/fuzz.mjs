// Fuzzes every parser of untrusted bytes with libFuzzer, guided by coverage: node scripts/fuzz.mjs [TARGET ...]
//
// FUZZ_SECONDS is the duration per target (60). It starts with the corpus committed in backend/fuzz/corpus; new inputs stay in
// cargo's target folder. A crashing input is stored in backend/fuzz/artifacts. The target `markdown` is the web client's parser,
// with random texts.

import { mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { attempt, fail, ROOT, run, say, targetFolder, toolsFolder, WEB } from './lib.mjs';
import { proof } from './real-server.mjs';

const VERSION = '0.13.2';
const SECONDS = Number(process.env.FUZZ_SECONDS ?? 60);
const MARKDOWN = 'markdown';
const home = join(ROOT, 'backend', 'fuzz');
const targets = [...readdirSync(join(home, 'fuzz_targets')).map((file) => basename(file, '.rs')), MARKDOWN];
const chosen = process.argv.length > 2 ? process.argv.slice(2) : targets;
for (const target of chosen) if (!targets.includes(target)) fail(`there is no target ${target}, but ${targets.join(', ')}`);

const tools = join(toolsFolder(), `cargo-fuzz-${VERSION}`);
const env = { ...process.env, PATH: `${join(tools, 'bin')}:${process.env.PATH}`, CARGO_TARGET_DIR: join(targetFolder(), 'fuzz') };
if (chosen.some((target) => target !== MARKDOWN)) install();
let failed = 0;
for (const target of chosen) {
  say(`\n── ${target}`);
  const { ok, output } = await (target === MARKDOWN ? markdown() : fuzz(target));
  const runs = Number(output.match(/(?:Done|markdown:) (\d+) (?:runs|texts)/)?.[1] ?? 0);
  const passed = ok && runs > 0;
  proof('22', `${target}: inputs that broke the parser, of ${runs.toLocaleString('en')} in ${SECONDS} s`, passed ? '0' : 'some', '0', passed);
  if (!passed) failed += 1;
}
process.exitCode = failed === 0 ? 0 : 1;

function install() {
  const works = attempt(join(tools, 'bin', 'cargo-fuzz'), ['--version'], { stdio: 'ignore' });
  const install = ['install', `cargo-fuzz@${VERSION}`, '--locked', '--root', tools];
  if (!works && !attempt('cargo', install, { stdio: ['ignore', 2, 2] })) fail(`cargo-fuzz ${VERSION} could not be installed`);
}

/** All of our code is safe Rust, so neither a sanitizer nor another toolchain is needed. */
function fuzz(target) {
  const found = join(targetFolder(), 'fuzz', 'corpus', target);
  const kept = join(home, 'corpus', target);
  mkdirSync(found, { recursive: true });
  return run('cargo', [
    'fuzz', 'run', '--fuzz-dir', home, '--sanitizer', 'none', target, found, kept, '--',
    `-max_total_time=${SECONDS}`, '-timeout=5', '-rss_limit_mb=1024', '-max_len=16384',
  ], { env, minutes: 30 + SECONDS / 60 });
}

function markdown() {
  return run('npx', ['vitest', 'run', 'src/markdown/fuzz.test.ts'], {
    cwd: WEB, env: { ...env, FUZZ_SECONDS: String(SECONDS) }, minutes: 5 + SECONDS / 60,
  });
}
