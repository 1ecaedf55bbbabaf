// Sends the real server what its own OpenAPI document allows, and what it forbids, and judges each answer:
//   node scripts/api-fuzz.mjs [PROGRAM]
//
// PROGRAM is the chatspace binary (else CHATSPACE_BIN, else the release build). The server runs in a temporary folder on
// a free port. Schemathesis runs all of its checks and phases with a fixed seed, and leaves out only the WebSocket.
// SCHEMATHESIS_EXAMPLES sets how many cases it makes for an operation and phase (30).

import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { capture, endGroup, endWithUs, fail, freePort, ROOT, run, say, targetFolder } from './lib.mjs';

const binary = process.argv[2] ?? process.env.CHATSPACE_BIN ?? join(targetFolder(), 'release', 'chatspace');
if (!existsSync(binary)) fail(`${binary} does not exist; build it with: cargo build --release`);
const schemathesis = capture('node', [join(ROOT, 'scripts', 'ensure-schemathesis.mjs')], { stdio: ['ignore', 'pipe', 2] }).trim();

const MINUTES = 12;
const examples = process.env.SCHEMATHESIS_EXAMPLES ?? '30';
const folder = mkdtempSync(join(tmpdir(), 'chatspace-fuzz-'));
const logFile = join(folder, 'server.log');
let server;
try {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  server = startServer(port);
  await ready(url);
  const token = await register(url);
  const { ok, timedOut } = await run(schemathesis, [
    'run', `${url}/openapi.json`,
    '--url', url,
    '--header', `Authorization: Bearer ${token}`,
    '--exclude-path-regex', '/gateway/?$',
    '--checks', 'all',
    '--phases', 'examples,coverage,fuzzing,stateful',
    '--max-examples', examples,
    '--seed', '20240501',
    '--generation-deterministic',
    '--generation-database', 'none',
    '--continue-on-failure',
    '--request-timeout', '20',
    '--no-color',
  ], { minutes: MINUTES, cwd: folder });
  if (!ok) say(timedOut ? '' : 'error: schemathesis found the faults above');
  const log = readFileSync(logFile, 'utf8');
  const panicked = /panicked at/.test(log);
  if (panicked) say(`error: the server panicked:\n${log.slice(-8_000)}`);
  const alive = server.exitCode === null && server.signalCode === null;
  if (!alive) say(`error: the server ended:\n${log.slice(-8_000)}`);
  process.exitCode = ok && !panicked && alive ? 0 : 1;
} catch (error) {
  say(`error: ${error.message}`);
  if (existsSync(logFile)) say(readFileSync(logFile, 'utf8').slice(-8_000));
  process.exitCode = 1;
} finally {
  if (server) await stop(server);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

function startServer(port) {
  const log = openSync(logFile, 'a');
  const child = spawn(binary, ['serve'], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', log, log],
    env: {
      PATH: process.env.PATH, HOST: '127.0.0.1', PORT: String(port), DATA_DIR: folder, RATE_LIMITS: 'off',
      // The one token must outlive the run.
      ACCESS_TOKEN_EXPIRE_MINUTES: '60',
    },
  });
  closeSync(log);
  child.once('error', (error) => say(`error: ${binary}: ${error.message}`));
  endWithUs(child);
  return child;
}

async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once('close', resolve));
  endGroup(child);
  await ended;
}

async function ready(url) {
  for (let tries = 0; tries < 200; tries += 1) {
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the server was not ready in 20 s');
}

async function register(url) {
  const answer = await fetch(`${url}/api/v10/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'fuzz@example.org', username: 'fuzz', password: 'correct horse battery staple' }),
  });
  if (answer.status !== 201) throw new Error(`register answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()).access_token;
}
