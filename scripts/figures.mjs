// Prints size, start time and memory of the release build: node scripts/figures.mjs [PROGRAM]
//
// Five times: an empty folder, the time from the start of the process to the first response of /health/live, and the memory two
// seconds later. Nothing here fails for being slow, since a busy machine is slow. Linux only, for the memory.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, say, targetFolder } from './lib.mjs';

const TIMES = 5;
const PATIENCE_MS = 20_000;
const binary = process.argv[2] ?? process.env.CHATSPACE_BIN ?? join(targetFolder(), 'release', 'chatspace');

// The fault injection of debug builds must not be in a release build.
const program = readFileSync(binary);
const hook = ['FAULT_SYNCHRONOUS_NORMAL', 'FAULT_PANIC', 'FAULT_FAN_OUT'].find((name) => program.includes(name));
if (hook) throw new Error(`${binary} has the fault hook ${hook}`);

const runs = [];
for (let n = 0; n < TIMES; n += 1) runs.push(await measure());
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
say(`release binary          ${(statSync(binary).size / 2 ** 20).toFixed(1)} MiB`);
say(`start to first answer   ${median(runs.map(({ ms }) => ms)).toFixed(0)} ms (at most 200)`);
const mib = (kib) => (median(runs.map(kib)) / 1024).toFixed(1);
say(`memory at idle          ${mib(({ anonymous }) => anonymous)} MiB of its own (at most 8), ${mib(({ resident }) => resident)} MiB resident`);

async function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'chatspace-figures-'));
  const port = await freePort();
  const began = performance.now();
  const server = spawn(binary, ['serve'], {
    cwd: folder,
    stdio: 'ignore',
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: String(port), DATA_DIR: folder },
  });
  try {
    await answered(`http://127.0.0.1:${port}/health/live`, began);
    const ms = performance.now() - began;
    await sleep(2000);
    const rollup = readFileSync(`/proc/${server.pid}/smaps_rollup`, 'utf8');
    const kib = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(rollup)[1]);
    return { ms, anonymous: kib('Anonymous'), resident: kib('Rss') };
  } finally {
    server.kill('SIGTERM');
    if (server.exitCode === null) await once(server, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }
}

async function answered(url, began) {
  while (performance.now() - began < PATIENCE_MS) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(2);
  }
  throw new Error(`no answer from ${url}`);
}
