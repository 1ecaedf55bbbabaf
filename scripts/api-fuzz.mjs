// Sends the real server what its own OpenAPI document allows, and what it forbids, and judges each answer:
//   node scripts/api-fuzz.mjs [PROGRAM]
//
// PROGRAM is the chatspace binary (else CHATSPACE_BIN, else the release build). The server runs in a temporary folder on
// a free port, with guilds, channels, messages and invites in it, so that requests reach something. Schemathesis runs
// all of its checks and phases, the same each time, and leaves out only the WebSocket. Signing out and going for
// good are tried in a run of their own, because they end the session that all others need; what only bots may do is tried as one.
// SCHEMATHESIS_EXAMPLES sets how many cases it makes for an operation and phase (50; `just fuzz-api` asks for 500).
// An answer that the document does not promise must be found first, so that a pass means something.

import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { capture, endGroup, endWithUs, fail, freePort, ROOT, run, say, targetFolder } from './lib.mjs';
import { proof } from './real-server.mjs';

const binary = process.argv[2] ?? process.env.CHATSPACE_BIN ?? join(targetFolder(), 'release', 'chatspace');
if (!existsSync(binary)) fail(`${binary} does not exist; build it with: cargo build --release`);
const schemathesis = capture('node', [join(ROOT, 'scripts', 'ensure-schemathesis.mjs')], { stdio: ['ignore', 'pipe', 2] }).trim();

/** They end the session that all others need. */
const SIGN_OUT = ['sign_out', 'sign_out_everywhere', 'end_session', 'delete_my_account'];
/** They accept permissions also as a number, since libraries send them so; the document describes the string only. */
const TAKES_PERMISSIONS = ['add_bot', 'set_overwrite'];
const TAKES_COMMANDS = ['declare', 'replace', 'update'].flatMap((verb) => {
  const things = verb === 'replace' ? 'commands' : 'command';
  return [`${verb}_${things}`, `${verb}_guild_${things}`];
});
/** They accept a position in a list: a 64-bit number, which no readable pattern describes. */
const TAKES_CURSORS = ['list_messages', 'list_accounts', 'list_members', 'list_my_guilds', 'list_mentions'];
/** They accept an emoji in the path: one of several thousand texts, which no readable pattern describes. */
const TAKES_EMOJI = ['add_reaction', 'remove_own_reaction', 'remove_reaction', 'list_reaction_users', 'clear_reactions_of_emoji'];
const MAY_BE_BAD = 'checks.positive_data_acceptance.expected-statuses = ["2xx", 400, 401, 403, 404, 409, 413, 415, 422, 429]';
const ALSO_ACCEPTED = 'checks.negative_data_rejection.expected-statuses = ["2xx", "4xx"]';
/** Routes without other responses. */
const BOTS_ONLY = 'commands?$|current_(oauth2_)?application$';
const MINUTES = Number(process.env.SCHEMATHESIS_MINUTES ?? 10);
const examples = process.env.SCHEMATHESIS_EXAMPLES ?? '50';
const folder = mkdtempSync(join(tmpdir(), 'chatspace-fuzz-'));
const logFile = join(folder, 'server.log');
let server;
try {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  server = startServer(port);
  await ready(url);
  const call = await register(url);
  const config = join(folder, 'schemathesis.toml');
  const things = await furnish(call);
  const bot = await makeBot(call);
  writeFileSync(config, configuration(things));
  const document = join(folder, 'openapi.json');
  const truth = linked(await call('GET', '/openapi.json', undefined, url));
  writeFileSync(document, JSON.stringify(truth));
  const isSharp = await findsFault(truth, url, config, call.token);
  if (!isSharp) say('error: schemathesis did not find that an answer is not in the document');
  const all = await fuzz(document, url, config, call.token, [
    '--phases', 'examples,coverage,fuzzing,stateful', '--exclude-path-regex', '/gateway/?$',
    ...SIGN_OUT.flatMap((operation) => ['--exclude-operation-id', operation]),
  ]);
  const ofBots = await fuzzAsBot(bot, things, document, url);
  const signOut = await fuzz(document, url, config, call.token, [
    '--phases', 'examples,coverage,fuzzing', ...SIGN_OUT.flatMap((operation) => ['--include-operation-id', operation]),
  ]);
  const runs = [all, signOut, ofBots];
  const ok = runs.every((run) => run.ok);
  const timedOut = runs.some((run) => run.timedOut);
  if (!ok) say(timedOut ? '' : 'error: schemathesis found the faults above');
  const log = readFileSync(logFile, 'utf8');
  const panicked = /panicked at/.test(log);
  if (panicked) say(`error: the server panicked:\n${log.slice(-8_000)}`);
  const alive = server.exitCode === null && server.signalCode === null;
  if (!alive) say(`error: the server ended:\n${log.slice(-8_000)}`);
  const passed = ok && isSharp && !panicked && alive;
  proof('5.d', `faults found by schemathesis in all phases, ${examples} examples`, ok ? '0' : 'some', '0', passed);
  process.exitCode = passed ? 0 : 1;
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

/** A new account: calls the API with its token. */
async function register(url) {
  const call = async (method, path, body, base = `${url}/api/v10`) => {
    const answer = await fetch(`${base}${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(call.token === undefined ? {} : { authorization: `Bearer ${call.token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.status === 204 ? undefined : answer.json();
  };
  const account = { email: 'fuzz@example.org', username: 'fuzz', password: 'correct horse battery staple' };
  const { access_token: token, user } = await call('POST', '/auth/register', account);
  return Object.assign(call, { token, user });
}

function range(count) {
  return Array.from({ length: count }, (_, at) => at);
}

/** Creates enough of everything that deletions do not matter. */
async function furnish(call) {
  const things = { emoji: ['👍', '🎉'], guild_id: [], channel_id: [], message_id: [], code: [], application_id: [], user_id: [call.user.id] };
  for (const guild of range(6)) {
    const { id } = await call('POST', '/guilds', { name: `Guild ${guild}` });
    things.guild_id.push(id);
    for (const room of range(5)) {
      const channel = await call('POST', `/guilds/${id}/channels`, { name: `room-${room}`, type: 0 });
      things.channel_id.push(channel.id);
      things.message_id.push((await call('POST', `/channels/${channel.id}/messages`, { content: 'Hello' })).id);
      things.code.push((await call('POST', `/channels/${channel.id}/invites`, {})).code);
    }
  }
  for (const bot of range(6)) things.application_id.push((await call('POST', '/applications', { name: `Bot ${bot}` })).id);
  return things;
}

/**
 * Half of the time, required objects are taken from the prepared server. Where the document cannot express all constraints (a
 * free name, a category of the same guild, one of three parameters, a limit, visible characters, the token of an email or of the
 * setup, an image, another user, a group DM, the endpoint of a push service, a future time), 400 is valid too, or for an image
 * 415 or 422.
 */
function configuration(things) {
  const lines = [];
  for (const [name, values] of Object.entries(things)) {
    lines.push(`[dictionaries.${name}]`, `values = ${JSON.stringify(values)}`);
  }
  lines.push('[parameters]');
  for (const name of Object.keys(things)) lines.push(`"path.${name}" = { dictionary = "${name}", probability = 0.5 }`);
  for (const operation of [
    ...TAKES_CURSORS, ...TAKES_EMOJI, 'register', 'sign_in', 'oauth_token', 'set_up', 'create_guild', 'create_channel', 'update_channel', 'reorder_channels',
    'create_message', 'edit_message', 'delete_messages', 'list_pins', 'update_guild', 'set_overwrite', 'leave_guild', 'create_invite', 'update_own_member', 'update_current_user',
    'update_account', 'delete_my_account', 'change_password', 'reauthenticate', 'confirm_totp', 'renew_recovery_codes', 'begin_totp',
    'confirm_registration', 'reset_password', 'change_email', 'verify_email', 'confirm_email', 'revert_email', 'upload_avatar',
    'upload_guild_icon', 'upload_group_icon', 'open_dm_channel', 'add_recipient', 'remove_recipient', 'block_user',
    'subscribe_to_pushes', 'set_notification_settings', 'acknowledge_message', 'create_application', 'update_application', 'add_bot',
  ]) {
    lines.push(
      '[[operations]]',
      `include-operation-id = "${operation}"`,
      MAY_BE_BAD,
      ...(TAKES_PERMISSIONS.includes(operation) ? [ALSO_ACCEPTED] : []),
    );
  }
  // Names and descriptions with unprintable characters are rejected, which the document cannot express.
  for (const operation of TAKES_COMMANDS) lines.push('[[operations]]', `include-operation-id = "${operation}"`, MAY_BE_BAD, ALSO_ACCEPTED);
  return `${lines.join('\n')}\n`;
}

/** The document, with links from responses to the operations that use their ids: for the stateful phase. */
function linked(document) {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.values(methods)
      .filter(({ operationId }) => operationId !== undefined)
      .map((operation) => ({ path, operation })));
  const sources = {
    create_guild: { guild_id: 'id' },
    create_channel: { guild_id: 'guild_id', channel_id: 'id' },
    create_message: { channel_id: 'channel_id', message_id: 'id' },
    create_invite: { code: 'code' },
    create_application: { application_id: 'id' },
  };
  for (const [source, fields] of Object.entries(sources)) {
    const { operation } = operations.find(({ operation: { operationId } }) => operationId === source);
    const answer = operation.responses[Object.keys(operation.responses).find((status) => status.startsWith('2'))];
    for (const { path, operation: { operationId } } of operations) {
      const needs = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      if (operationId === source || needs.length === 0 || needs.some((name) => fields[name] === undefined)) continue;
      const parameters = Object.fromEntries(needs.map((name) => [name, `$response.body#/${fields[name]}`]));
      answer.links = { ...answer.links, [operationId]: { operationId, parameters } };
    }
  }
  return document;
}

/** Whether a response outside of the document is noticed. */
async function findsFault(document, url, config, token) {
  const wrong = structuredClone(document);
  const { get } = wrong.paths['/api/v10/users/@me'];
  get.responses = { 404: get.responses[401] };
  const file = join(folder, 'wrong.json');
  writeFileSync(file, JSON.stringify(wrong));
  const { ok, timedOut } = await fuzz(file, url, config, token, ['--phases', 'coverage', '--include-operation-id', get.operationId]);
  return !ok && !timedOut;
}

/** A bot in a guild, unknown to the other runs, so that both still exist when it is used. */
async function makeBot(call) {
  const { id: application } = await call('POST', '/applications', { name: 'Tea bot' });
  const { id: guild } = await call('POST', '/guilds', { name: 'Robots' });
  await call('PUT', `/guilds/${guild}/bots/${application}`, { permissions: '8' });
  const { token } = await call('POST', `/applications/${application}/bot/token`);
  return { application, guild, token };
}

/** Operations for bots only run as a bot. */
function fuzzAsBot({ application, guild, token }, things, document, url) {
  const config = join(folder, 'bots.toml');
  writeFileSync(config, configuration({ ...things, guild_id: [guild], application_id: [application] }));
  return fuzz(document, url, config, token, ['--phases', 'examples,coverage,fuzzing', '--include-operation-id-regex', BOTS_ONLY], 'Bot');
}

function fuzz(document, url, config, token, more, scheme = 'Bearer') {
  return run(schemathesis, [
    '--config-file', config, 'run', document, '--url', url,
    '--header', `Authorization: ${scheme} ${token}`,
    '--checks', 'all',
    '--max-examples', examples,
    '--generation-deterministic',
    '--continue-on-failure',
    '--request-timeout', '20',
    '--no-color',
    ...more,
  ], { minutes: MINUTES, cwd: folder });
}
