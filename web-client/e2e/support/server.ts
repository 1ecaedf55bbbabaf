/** A real server in an empty folder, which can be killed and restarted on the same data and port. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Api } from './api';

const START_MS = 20_000;
/** The server's limit for SIGTERM, and some more for a busy machine. */
const STOP_MS = 15_000;

export class Server {
  readonly url: string;
  private process: ChildProcess | undefined;
  private readonly folder = mkdtempSync(join(tmpdir(), 'chatspace-e2e-'));
  private readonly logFile = join(this.folder, 'server.log');

  private constructor(
    private readonly port: number,
    private settings: Record<string, string>,
  ) {
    this.url = `http://127.0.0.1:${port}`;
  }

  static async start(settings: Record<string, string> = {}): Promise<Server> {
    const server = new Server(await freePort(), settings);
    await server.start();
    return server;
  }

  /** Starts it with these settings, and waits until it is ready. */
  async start(settings: Record<string, string> = {}): Promise<void> {
    this.settings = { ...this.settings, ...settings };
    const program = process.env.CHATSPACE_BIN;
    if (program === undefined) throw new Error('CHATSPACE_BIN must name the server’s program');
    const log = openSync(this.logFile, 'a');
    this.process = spawn(program, ['serve'], {
      cwd: this.folder,
      stdio: ['ignore', log, log],
      env: {
        PATH: process.env.PATH,
        HOST: '127.0.0.1',
        PORT: String(this.port),
        DATA_DIR: this.folder,
        RATE_LIMITS: 'off',
        // Password hashing is slow by design, and frequent in tests.
        BCRYPT_COST: '4',
        ...this.settings,
      },
    });
    closeSync(log);
    const { process: child } = this;
    let failure: string | undefined;
    child.once('error', (error) => {
      failure = error.message;
    });
    const until = Date.now() + START_MS;
    while (Date.now() < until) {
      if (failure !== undefined || child.exitCode !== null) break;
      const answer = await fetch(`${this.url}/health/ready`).catch(() => undefined);
      if (answer?.ok) return;
      await sleep(25);
    }
    throw new Error(`the server did not start: ${failure ?? `exit code ${child.exitCode}`}\n${this.log()}`);
  }

  /** Kills it. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Stops it gracefully within the time limit. */
  async stop(): Promise<void> {
    const code = await this.end('SIGTERM');
    if (code !== 0) throw new Error(`the server ended with ${code} on SIGTERM\n${this.log()}`);
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Stops it for good, and removes its folder. */
  async remove(): Promise<void> {
    try {
      await this.stop();
      if (/panicked at/.test(this.log())) throw new Error(`the server panicked\n${this.log()}`);
    } finally {
      await this.kill();
      rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
    }
  }

  log(): string {
    return readFileSync(this.logFile, 'utf8').slice(-10_000);
  }

  /** API calls without a session. */
  get api(): Api {
    return new Api(this.url);
  }

  private async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const child = this.process;
    if (child === undefined || child.pid === undefined) return 0;
    this.process = undefined;
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const ended = once(child, 'exit');
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    const [code] = (await ended) as [number | null];
    clearTimeout(late);
    return code;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
