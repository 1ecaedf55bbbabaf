// Shared by the proofs against a real server: a server in an empty folder, calls to its public API, Python programs with pinned
// packages, and the format of printed figures.

import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aptInstall, attempt, endGroup, endWithUs, fail, findProgram, say, targetFolder, toolsFolder } from './lib.mjs';

/** The program under test: an argument, else CHATSPACE_BIN, else the release build. */
export function programUnderTest(argument) {
  const binary = argument ?? process.env.CHATSPACE_BIN ?? join(targetFolder(), 'release', 'chatspace');
  if (!existsSync(binary)) fail(`${binary} does not exist; build it with: cargo build --release`);
  return binary;
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A server on a port and a data folder. It can be stopped and restarted. */
export class RealServer {
  constructor(binary, folder, port, settings = {}) {
    Object.assign(this, { binary, folder, port, settings });
    this.url = `http://127.0.0.1:${port}`;
    this.logFile = join(folder, 'server.log');
  }

  async start() {
    const log = openSync(this.logFile, 'a');
    this.child = spawn(this.binary, ['serve'], {
      cwd: this.folder,
      detached: true,
      stdio: ['ignore', log, log],
      env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: String(this.port), DATA_DIR: this.folder, ...this.settings },
    });
    closeSync(log);
    this.child.once('error', (error) => say(`error: ${this.binary}: ${error.message}`));
    endWithUs(this.child);
    for (let tries = 0; tries < 300; tries += 1) {
      const answer = await fetch(`${this.url}/health/ready`).catch(() => undefined);
      if (answer?.ok) return;
      await pause(100);
    }
    throw new Error('the server was not ready in 30 s');
  }

  /** Stops the server and waits until it has ended. */
  async stop() {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    const ended = new Promise((resolve) => child.once('close', resolve));
    endGroup(child);
    await ended;
  }

  log() {
    return existsSync(this.logFile) ? readFileSync(this.logFile, 'utf8') : '';
  }
}

/** Calls the API as a user; throws unless it succeeds. */
export async function call(url, token, method, path, body) {
  const answer = await fetch(`${url}/api/v10${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: token.startsWith('Bot ') ? token : `Bearer ${token}` }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

/** One line of the table of proofs; returns whether it passed. */
export function proof(item, what, figure, budget, ok) {
  console.log(`proof | ${item} | ${what} | ${figure} | ${budget} | ${ok ? 'pass' : 'fail'}`);
  return ok;
}

/**
 * A Python with exactly these packages, installed into cargo's target folder if missing: { program, env, bin }. Where Debian
 * packages venv separately, the packages are in a folder on PYTHONPATH.
 */
export function pythonWith(requirements) {
  const mark = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 16);
  const home = join(toolsFolder(), `python-${mark}`);
  const done = join(home, 'complete');
  if (!existsSync(done)) {
    rmSync(home, { recursive: true, force: true });
    mkdirSync(toolsFolder(), { recursive: true });
    say(`Installing the packages of ${requirements}`);
    if (!findProgram('python3')) aptInstall('python3', 'python3-venv');
    if (!inVenv(home, requirements) && !inFolder(home, requirements) && !(aptInstall('python3-venv') && inVenv(home, requirements))) {
      fail(`Python 3.11 or newer, with venv or pip, is needed to install ${requirements}`);
    }
    writeFileSync(done, '');
  }
  const venv = join(home, 'bin', 'python');
  if (existsSync(venv)) return { program: venv, env: {} };
  return { program: 'python3', env: { PYTHONPATH: join(home, 'lib') } };
}

function inVenv(home, requirements) {
  const made = attempt('python3', ['-m', 'venv', home], { stdio: 'ignore' });
  if (!made) rmSync(home, { recursive: true, force: true });
  return made && pip(join(home, 'bin', 'python'), requirements, []);
}

function inFolder(home, requirements) {
  return attempt('python3', ['-m', 'pip', '--version'], { stdio: 'ignore' }) && pip('python3', requirements, ['--target', join(home, 'lib')]);
}

function pip(python, requirements, where) {
  return attempt(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...where, '--requirement', requirements]);
}
