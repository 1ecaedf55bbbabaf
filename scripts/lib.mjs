// Shared by the scripts: paths, and starting and stopping programs. A script stops only what it started itself, by process id.

import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, createWriteStream } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
export const WEB = join(ROOT, 'web-client');

/** Cargo's target folder: CARGO_TARGET_DIR, or `target` in the repository. */
export function targetFolder() {
  const folder = process.env.CARGO_TARGET_DIR;
  return folder ? join(folder.startsWith('/') ? '' : ROOT, folder) : join(ROOT, 'target');
}

/** Tools that the tests install for themselves. */
export const toolsFolder = () => join(targetFolder(), 'tools');

export const isRoot = () => process.getuid?.() === 0;

/** Prints to standard error, never to a program that reads standard output. */
export const say = (text) => process.stderr.write(`${text}\n`);

export function fail(text) {
  say(`error: ${text}`);
  process.exit(1);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The first existing program of these; a name without a slash is looked up in PATH. */
export function findProgram(...names) {
  for (const name of names) {
    const places = name.includes('/')
      ? [name]
      : (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name));
    const found = places.find(isExecutable);
    if (found) return found;
  }
  return undefined;
}

/** A free port of the loopback address. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Runs a short command and returns its standard output; throws on failure. */
export function capture(program, args, options = {}) {
  const done = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 64 << 20,
    timeout: 600_000,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  });
  if (done.status !== 0) {
    throw new Error(`${program} ${args.join(' ')}: ${done.error?.message ?? done.stderr ?? `exit ${done.status}`}`);
  }
  return done.stdout;
}

/** Runs a command with its output on standard error; returns whether it succeeded. */
export function attempt(program, args, options = {}) {
  const done = spawnSync(program, args, { stdio: ['ignore', 2, 2], timeout: 900_000, ...options });
  return done.status === 0;
}

/** Installs Debian packages if permitted; returns whether it did. */
export function aptInstall(...packages) {
  const apt = findProgram('apt-get');
  if (!apt) return false;
  const sudo = isRoot() ? [] : sudoWithoutPassword();
  if (!sudo) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = (...args) => {
    const [program, ...rest] = [...sudo, apt, ...args];
    return attempt(program, rest, { env });
  };
  say(`Installing ${packages.join(' ')} with apt-get`);
  return run('update', '-q') && run('install', '-y', '-q', '--no-install-recommends', ...packages);
}

function sudoWithoutPassword() {
  const sudo = findProgram('sudo');
  return sudo && spawnSync(sudo, ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? [sudo, '-n'] : undefined;
}

/**
 * Runs a command with its output shown and written to `log`, in its own process group. After `minutes` the group is stopped.
 * Resolves to { ok, output, seconds, timedOut }.
 */
export function run(program, args, { log, minutes = 20, isQuiet = false, ...options } = {}) {
  return new Promise((resolve) => {
    const started = Date.now();
    const file = log && createWriteStream(log);
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, ...options });
    const forget = endWithUs(child);
    let output = '';
    let timedOut = false;
    const keep = (stream) => (chunk) => {
      output += chunk;
      file?.write(chunk);
      if (!isQuiet) stream.write(chunk);
    };
    child.stdout.setEncoding('utf8').on('data', keep(process.stdout));
    child.stderr.setEncoding('utf8').on('data', keep(process.stderr));
    const timer = setTimeout(() => {
      timedOut = true;
      say(`error: ${program} took more than ${minutes} minutes`);
      endGroup(child);
    }, minutes * 60_000);
    const finish = (ok) => {
      clearTimeout(timer);
      forget();
      file?.end();
      resolve({ ok: ok && !timedOut, output, seconds: Math.round((Date.now() - started) / 1000), timedOut });
    };
    child.once('error', (error) => {
      output += `${error.message}\n`;
      say(`error: ${program}: ${error.message}`);
      finish(false);
    });
    child.once('close', (code) => finish(code === 0));
  });
}

/** Stops a group that `run` or `spawn({ detached: true })` started; kills it after five seconds. */
export function endGroup(child) {
  signalGroup(child, 'SIGTERM');
  setTimeout(() => signalGroup(child, 'SIGKILL'), 5_000).unref();
}

function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has already ended.
  }
}

const children = new Set();
let watching = false;

/** Stops this child too when the script is stopped or exits early. Returns a function that cancels this. */
export function endWithUs(child) {
  children.add(child);
  if (!watching) {
    watching = true;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.once(signal, () => {
        for (const each of children) endGroup(each);
        setTimeout(() => process.exit(1), 6_000).unref();
        process.exitCode = 1;
      });
    }
    process.once('exit', () => {
      for (const each of children) signalGroup(each, 'SIGKILL');
    });
  }
  const forget = () => children.delete(child);
  child.once('exit', forget);
  return forget;
}
