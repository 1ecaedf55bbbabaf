// Starts bots of five unmodified libraries against the real server and has each do the same:
//   node scripts/conformance.mjs [PROGRAM]
//
// PROGRAM is the chatspace binary (else CHATSPACE_BIN, else the release build). It runs in an empty folder with rate limits on. A
// user, five applications and their tokens are created through the public API. The bots react to the user's messages, print what
// they see, and reach the server through a relay that can cut their connections (`cutter.mjs`) or end them with 4000; op 7 comes
// from the server itself, which is stopped and started again. Prints one line per library for the table of proofs.
//
// The bots are in `backend/conformance`; their packages are pinned there and installed beside what cargo builds.

import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cutter } from '../backend/conformance/cutter.mjs';
import { attempt, capture, endGroup, endWithUs, fail, freePort, ROOT, say, targetFolder, toolsFolder } from './lib.mjs';
import { call, pause, programUnderTest, proof, pythonWith, RealServer } from './real-server.mjs';

const HERE = join(ROOT, 'backend', 'conformance');
const BOTS = join(HERE, 'bots');
const PATIENCE_S = 45;
const STEPS = [
  'log in', 'answer', 'edit', 'delete', 'typing', 'history', 'create channel', 'fetch members', 'chunk members', 'hear reaction', 'react',
  '429',
];
/** What the bots do by themselves after `!ping`. */
const AT_PING = STEPS.filter((step) => !['hear reaction', 'react', '429'].includes(step));

class Bot {
  seen = [];
  faults = [];
  errors = '';

  constructor(item, library, command, application) {
    Object.assign(this, { item, library, command, ...application });
  }

  start() {
    const { program, args, env } = this.command;
    this.child = spawn(program, [...args, this.cutter.host, this.token], { detached: true, env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env } });
    endWithUs(this.child);
    let rest = '';
    this.child.stdout.setEncoding('utf8').on('data', (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop();
      this.seen.push(...lines);
    });
    this.child.stderr.setEncoding('utf8').on('data', (text) => {
      this.errors += text;
    });
    this.ended = new Promise((resolve) => this.child.once('close', resolve).once('error', () => resolve(1)));
  }

  count(line) {
    return this.seen.filter((seen) => seen === line).length;
  }

  /** Waits until a line was printed this many times. */
  async prints(line, times = 1) {
    const deadline = Date.now() + PATIENCE_S * 1000;
    while (this.count(line) < times && Date.now() < deadline && this.child.exitCode === null) await pause(20);
    this.expect(this.count(line) >= times, `"${line}" was not seen${times > 1 ? ` ${times} times` : ''}`);
  }

  expect(holds, fault) {
    if (!holds && !this.isOver) this.faults.push(fault);
    // One fault causes others; only the first is reported.
    this.isOver ||= !holds;
  }
}

const binary = programUnderTest(process.argv[2]);
const commands = install();
const folder = mkdtempSync(join(tmpdir(), 'chatspace-bots-'));
const server = new RealServer(binary, folder, await freePort(), { RATE_LIMITS: 'default', BCRYPT_COST: '4' });
let bots = [];
/** Messages sent while nobody was connected. */
const told = [];
try {
  await server.start();
  const scene = await prepare();
  await play(scene);
} catch (error) {
  say(`error: ${error.stack}\n${server.log().slice(-4_000)}`);
  process.exitCode = 1;
} finally {
  for (const { child, cutter } of bots) {
    if (child?.exitCode === null) endGroup(child);
    cutter.stop();
  }
  await server.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
const passed = bots.map(report);
if (bots.length !== 5 || !passed.every(Boolean)) process.exitCode = 1;

/** How each bot is started; missing packages are installed or built. */
function install() {
  const python = pythonWith(join(BOTS, 'requirements.txt'));
  const target = join(targetFolder(), 'conformance');
  const built = attempt('cargo', ['build', '--locked', '--quiet', '--manifest-path', join(HERE, 'rust', 'Cargo.toml')], {
    env: { ...process.env, CARGO_TARGET_DIR: target },
  });
  if (!built) fail('the bots in Rust could not be built');
  const rust = (name) => ({ program: join(target, 'debug', name), args: [], env: {} });
  return {
    'discord.py': { program: python.program, args: [join(BOTS, 'discordpy.py')], env: python.env },
    hikari: { program: python.program, args: [join(BOTS, 'hikari_bot.py')], env: python.env },
    'discord.js': { program: 'node', args: [javascript()], env: {} },
    twilight: rust('twilight-bot'),
    serenity: rust('serenity-bot'),
  };
}

/** The bot in JavaScript, next to its packages. */
function javascript() {
  const files = ['package.json', 'package-lock.json'];
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(join(BOTS, file)));
  const home = join(toolsFolder(), `discordjs-${hash.digest('hex').slice(0, 16)}`);
  const done = join(home, 'complete');
  if (!existsSync(done)) {
    rmSync(home, { recursive: true, force: true });
    mkdirSync(home, { recursive: true });
    for (const file of files) copyFileSync(join(BOTS, file), join(home, file));
    if (!attempt('npm', ['ci', '--no-audit', '--no-fund'], { cwd: home })) fail('discord.js could not be installed');
    writeFileSync(done, '');
  }
  copyFileSync(join(BOTS, 'discordjs.mjs'), join(home, 'bot.mjs'));
  return join(home, 'bot.mjs');
}

/** A user with a guild, and five bots in it. */
async function prepare() {
  const account = { email: 'ann@example.org', username: 'ann', password: 'correct horse battery staple' };
  const { access_token: token } = await call(server.url, undefined, 'POST', '/auth/register', account);
  const guild = await call(server.url, token, 'POST', '/guilds', { name: 'Robots' });
  const [channel] = (await call(server.url, token, 'GET', `/guilds/${guild.id}/channels`)).filter(({ type }) => type === 0);
  const made = [];
  for (const [at, [library, command]] of Object.entries(commands).entries()) {
    const { id } = await call(server.url, token, 'POST', '/applications', { name: `${library} bot` });
    const { token: secret } = await call(server.url, token, 'POST', `/applications/${id}/bot/token`);
    await call(server.url, token, 'PUT', `/guilds/${guild.id}/bots/${id}`, { permissions: '8' });
    made.push(new Bot(`4.${'abcde'[at]}`, library, command, { token: secret, cutter: await Cutter.to(server.port) }));
  }
  bots = made;
  return { token, channel: channel.id };
}

async function play({ token, channel }) {
  const say = (content) => speak(`Bearer ${token}`, channel, content);
  const all = (act) => Promise.all(bots.map(act));

  for (const bot of bots) bot.start();
  await all((bot) => bot.prints('ready'));
  await all((bot) => bot.prints('step log in'));
  const { id } = await say('!ping');
  await all(async (bot) => {
    for (const step of AT_PING) await bot.prints(`step ${step}`);
  });

  // Each bot answers a reaction of the user to that message with its own.
  const message = `/channels/${channel}/messages/${id}`;
  await call(server.url, token, 'PUT', `${message}/reactions/${encodeURIComponent('👍')}/@me`);
  await all(async (bot) => {
    for (const step of ['hear reaction', 'react']) await bot.prints(`step ${step}`);
  });
  const { reactions } = await call(server.url, token, 'GET', message);
  const counts = reactions.map(({ emoji, count, me }) => `${emoji.name} ${count} ${me}`).join(', ');
  await all((bot) => bot.expect(counts === '👍 1 true, 🎉 5 false', `the reactions are ${counts}`));

  // Messages sent while nobody is connected arrive once.
  await apart(say, 'dropped', (bot) => bot.cutter.drop());
  await all((bot) => bot.prints('resumed', 1));
  await apart(say, 'closed with 4000', (bot) => bot.cutter.close4000());
  await all((bot) => bot.prints('resumed', 2));

  // Uses up each bot's rate limit behind its library's back.
  await all((bot) => exhaust(bot, channel));
  await say('!again');
  await all((bot) => bot.prints('step 429'));
  await all((bot) => bot.expect(bot.cutter.refusals > 0, 'no 429 came'));

  await restart();
  await all((bot) => bot.prints('ready', 2));
  await all((bot) => bot.expect(bot.cutter.saidReconnect || bot.count('op 7') > 0, 'op 7 did not come'));
  await say('back again');
  await all((bot) => bot.prints('saw back again'));
  await say('!bye');
  await all(async (bot) => bot.expect((await within(bot.ended)) === 0, 'the bot did not end well'));
  const spoken = ['!ping', ...told, '!again', 'back again'];
  await all((bot) => {
    for (const line of spoken) bot.expect(bot.count(`saw ${line}`) === 1, `"${line}" came ${bot.count(`saw ${line}`)} times`);
  });
}

/** Harms all connections, and sends before the bots can reconnect. */
async function apart(say, how, harm) {
  for (const bot of bots) {
    bot.cutter.hold();
    harm(bot);
  }
  for (const line of [`${how} 1`, `${how} 2`]) {
    await say(line);
    told.push(line);
  }
  for (const bot of bots) bot.cutter.release();
  await Promise.all(bots.map((bot) => bot.prints(`saw ${told.at(-1)}`)));
}

/** The server stops (op 7 to all) and restarts on the same data; the relay holds connections meanwhile. */
async function restart() {
  for (const bot of bots) bot.cutter.hold();
  await server.stop();
  await server.start();
  for (const bot of bots) bot.cutter.release();
}

/** Sends a message, waiting after a 429. Returns the message. */
async function speak(authorization, channel, content) {
  for (;;) {
    const answer = await fetch(`${server.url}/api/v10/channels/${channel}/messages`, {
      method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify({ content }),
    });
    if (answer.ok) return answer.json();
    if (answer.status !== 429) throw new Error(`saying "${content}" was answered ${answer.status}: ${await answer.text()}`);
    await pause(1000 * (await answer.json()).retry_after);
  }
}

/** Sends as the bot until it is rate limited. */
async function exhaust({ token }, channel) {
  for (let said = 0; said < 20; said += 1) {
    const answer = await fetch(`${server.url}/api/v10/channels/${channel}/messages`, {
      method: 'POST', headers: { authorization: `Bot ${token}`, 'content-type': 'application/json' }, body: JSON.stringify({ content: 'noise' }),
    });
    if (answer.status === 429) return;
  }
  throw new Error('a bot may say whatever it likes');
}

function within(promise) {
  return Promise.race([promise, new Promise((resolve) => setTimeout(resolve, PATIENCE_S * 1000).unref())]);
}

function report(bot) {
  const steps = STEPS.filter((step) => bot.count(`step ${step}`) > 0).length;
  const ok = bot.faults.length === 0 && steps === STEPS.length && process.exitCode !== 1;
  if (!ok) say(`${bot.library}: ${bot.faults.join('; ')}\n${bot.seen.join('\n')}\n${bot.errors.slice(-6_000)}`);
  const figure = `${steps} steps, ${bot.count('resumed')} resumed, ${bot.cutter.refusals} × 429`;
  return proof(bot.item, `${bot.library}, complete scenario`, figure, `${STEPS.length} steps, 2 resumed, 1 × 429 or more`, ok);
}
