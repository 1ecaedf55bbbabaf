// Writes backend/start.ld, by which the linker lays together what a start of the server runs:  node scripts/layout.mjs
//
// The kernel takes a program's file into memory 64 KiB at a time. What a start runs is a seventh of the code and lies all
// over it, so that most of it would come along. valgrind tells which functions a start runs, the linker which there are;
// what is written are patterns of names without what differs from one compiler to the next, which also hold for functions
// that come later. A function that fits no pattern lies elsewhere, and costs memory. Needs valgrind, on x86-64 Linux.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attempt, endGroup, endWithUs, fail, findProgram, freePort, ROOT, say, targetFolder } from './lib.mjs';
import { pause } from './real-server.mjs';

/** What a pattern may bring along of what is not run, in bytes, for each character that it saves. */
const BYTES_A_CHARACTER = 5;
/** The same for each pattern that is saved. */
const BYTES_A_PATTERN = 200;
/** Functions of one name, such as all that one generic function became, of which so much is not run stay where they are. */
const FOREIGN_BYTES_AT_MOST = 150_000;
/** A type may be written in thousands. */
const PARTS_AT_MOST = 50;

if (!findProgram('valgrind')) fail('valgrind is needed: apt-get install valgrind');
const folder = mkdtempSync(join(tmpdir(), 'chatspace-layout-'));
try {
  const map = join(targetFolder(), 'dist', 'chatspace.map');
  const flags = ['-C', 'strip=none', '-C', `link-arg=-Wl,-Map=${map}`];
  const what = ['--locked', '--profile', 'dist', '--package', 'chatspace', '--bin', 'chatspace'];
  const built = attempt('cargo', ['rustc', ...what, '--', ...flags], { cwd: ROOT });
  if (!built) fail('the program could not be built');
  const sections = sectionsOf(readFileSync(map, 'utf8'), await functionsOfAStart());
  const patterns = patternsOf(sections);
  writeFileSync(join(ROOT, 'backend', 'start.ld'), scriptOf(patterns));
  const kib = (some) => Math.round(some.reduce((sum, { bytes }) => sum + bytes, 0) / 1024);
  say(`${kib(sections)} KiB of code, ${kib(sections.filter(({ isRun }) => isRun))} KiB are run at a start: ${patterns.length} patterns`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The names of all functions that are run from the start to some seconds after the first answer, and at the end. */
async function functionsOfAStart() {
  const calls = join(folder, 'calls');
  const port = await freePort();
  const server = spawn(
    'valgrind',
    ['--tool=callgrind', '--demangle=no', `--callgrind-out-file=${calls}`, join(targetFolder(), 'dist', 'chatspace'), 'serve'],
    { cwd: folder, detached: true, stdio: 'ignore', env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: String(port), DATA_DIR: folder } },
  );
  endWithUs(server);
  const ended = once(server, 'exit');
  for (let tries = 0; !(await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined))?.ok; tries += 1) {
    if (tries > 1200) throw new Error('the server was not ready in two minutes');
    await pause(100);
  }
  await pause(5_000);
  process.kill(server.pid, 'SIGTERM');
  await Promise.race([ended, pause(60_000)]);
  endGroup(server);
  await ended;
  return new Set(Array.from(readFileSync(calls, 'utf8').matchAll(/^c?fn=\(\d+\) ([^'\n]+)/gm), ([, name]) => name));
}

/** All sections with code, and whether a function in them is run: { name, bytes, isRun }. */
function sectionsOf(map, run) {
  const sections = [];
  for (const line of map.split('\n')) {
    // Address twice, size, alignment; then a file's section, or, further in, a name in it.
    const [, size, inner, outer] = /^ *[0-9a-f]+ +[0-9a-f]+ +([0-9a-f]+) +\d+ (?: {8}.*:\((\.text\.[^)]+)\)| {16}(.+))$/.exec(line) ?? [];
    if (inner) sections.push({ name: inner, bytes: Number.parseInt(size, 16), isRun: run.has(inner.replace(/^\.text\.(unlikely\.)?/, '')) });
    else if (outer && run.has(outer)) sections.at(-1).isRun = true;
  }
  return sections;
}

/** A section's name without what the compiler adds to tell apart what was named alike. */
function familyOf(section) {
  const [, before, v0] = /^(\.text\.(?:unlikely\.)?)(_R[^.]+)/.exec(section) ?? [];
  return v0 ? `${before}${v0.replace(/Cs[0-9A-Za-z]+_/g, 'Cs*_')}*` : section.replace(/17h[0-9a-f]{16}E.*$/, '17h*');
}

/** Where a name may be cut: at each part of a path, and within what stands for a type. The rest of a long one is left open. */
function partsOf(name) {
  const parts = [];
  for (let at = 0; at < name.length; ) {
    const digits = /^[0-9]+/.exec(name.slice(at))?.[0] ?? '';
    const end = digits === '' ? at + /^[^0-9]+/.exec(name.slice(at))[0].length : at + digits.length + Number(digits);
    const [first = '', ...rest] = name.slice(at + digits.length, end).match(/\$\w+\$|\.\.|[^$.]+|./g) ?? [];
    parts.push(digits + first, ...rest);
    at = end;
  }
  return parts.length > PARTS_AT_MOST ? [...parts.slice(0, PARTS_AT_MOST), '*'] : parts;
}

/** The patterns that hold what is run, with as little else as is worth it. */
function patternsOf(sections) {
  const root = branch();
  for (const { name, bytes, isRun } of sections) {
    const parts = [...partsOf(familyOf(name)), ''];
    for (let node = root, n = 0; ; node = node.branches[parts[n]] ??= branch(), n += 1) {
      node[isRun ? 'run' : 'foreign'] += bytes;
      if (n === parts.length) break;
    }
  }
  return best(root, '').patterns.sort();
}

function branch() {
  return { run: 0, foreign: 0, branches: {} };
}

/** What is cheaper: all that begins so, or the best patterns of what follows? */
function best(node, name) {
  if (node.run === 0) return { cost: 0, patterns: [] };
  const followers = Object.entries(node.branches);
  const pattern = followers.length === 0 ? name : `${name}*`;
  const whole = { cost: node.foreign + pattern.length * BYTES_A_CHARACTER + BYTES_A_PATTERN, patterns: [pattern] };
  if (followers.length === 0) return node.foreign > FOREIGN_BYTES_AT_MOST ? { cost: 0, patterns: [] } : whole;
  const apart = followers.map(([part, follower]) => best(follower, name + part));
  const cost = apart.reduce((sum, each) => sum + each.cost, 0);
  return whole.cost < cost ? whole : { cost, patterns: apart.flatMap((each) => each.patterns) };
}

function scriptOf(patterns) {
  const lines = patterns.map((pattern) => `    *(${pattern})\n`).join('');
  return `/* What a start runs, laid together. Written by \`just layout\`. */
SECTIONS {
  .text.start : {
${lines}  }
} INSERT BEFORE .text;
`;
}
