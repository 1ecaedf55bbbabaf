// Starts bots of three more unmodified libraries, each with requests at start-up that no other sends: node scripts/starters.mjs
// [PROGRAM]
//
// PROGRAM is the chatspace binary (else CHATSPACE_BIN, else the release build). Each bot registers a command, answers a user,
// edits and deletes its answer. The bots are in `backend/conformance/starters`; their packages are pinned there and installed
// into cargo's target folder. Prints one line per library for the table of proofs.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endGroup, endWithUs, freePort, ROOT, say } from './lib.mjs';
import { call, pause, programUnderTest, proof, pythonWith, RealServer } from './real-server.mjs';

const HERE = join(ROOT, 'backend', 'conformance', 'starters');
const LIBRARIES = ['nextcord', 'pycord', 'interactions'];
const PATIENCE_MS = 60_000;

const binary = programUnderTest(process.argv[2]);
const folder = mkdtempSync(join(tmpdir(), 'chatspace-starters-'));
const server = new RealServer(binary, folder, await freePort(), { BCRYPT_COST: '4' });
try {
  await server.start();
  const account = { email: 'ann@example.org', username: 'ann', password: 'correct horse battery staple' };
  const { access_token: token } = await call(server.url, undefined, 'POST', '/auth/register', account);
  const guild = await call(server.url, token, 'POST', '/guilds', { name: 'Robots' });
  for (const library of LIBRARIES) {
    const fault = await play(library, { token, guild }).catch((error) => error.message);
    if (!proof('22', `${library}: starts, declares a command, answers, edits, deletes`, fault ?? 'works', 'works', !fault)) process.exitCode = 1;
  }
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** The error, if any. */
async function play(library, { token, guild }) {
  const { id } = await call(server.url, token, 'POST', '/applications', { name: `${library} bot` });
  const { token: secret } = await call(server.url, token, 'POST', `/applications/${id}/bot/token`);
  await call(server.url, token, 'PUT', `/guilds/${guild.id}/bots/${id}`, { permissions: '8' });
  const python = pythonWith(join(HERE, `${library}.txt`));
  const program = [join(HERE, `${library}_bot.py`), `127.0.0.1:${server.port}`, secret];
  const child = spawn(python.program, program, { detached: true, env: { PATH: process.env.PATH, HOME: process.env.HOME, ...python.env } });
  endWithUs(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => { output += text; });
  const speak = (content) => call(server.url, token, 'POST', `/channels/${guild.system_channel_id}/messages`, { content });
  try {
    if (!(await within(() => /^ready$/m.test(output)))) return 'was never ready';
    await speak('!ping');
    if (!(await within(() => /^answered$/m.test(output)))) return 'did not answer';
    const commands = await call(server.url, `Bot ${secret}`, 'GET', `/applications/${id}/commands`);
    return commands.some(({ name }) => name === 'tea') ? undefined : 'declared no command';
  } finally {
    if (child.exitCode === null) endGroup(child);
    if (process.exitCode || !/^answered$/m.test(output)) say(`${library}:\n${output.slice(-6_000)}\n${server.log().slice(-3_000)}`);
  }
}

async function within(holds) {
  const deadline = Date.now() + PATIENCE_MS;
  while (!holds() && Date.now() < deadline) await pause(50);
  return holds();
}
