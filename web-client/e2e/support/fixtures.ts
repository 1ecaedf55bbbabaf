/**
 * Fixtures of every test: a server, and users with a browser each.
 *
 * At the end of a test no page may have thrown, violated the content policy, requested another host, or
 * logged an error or a warning. A test that expects an error of the API names it: `refuses(403,
 * '/auth/totp')`.
 */
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
} from '@playwright/test';
import { Cable } from './cable';
import { ExpectedErrors, type Note } from './expected-errors';
import { Person } from './person';
import { Server } from './server';
import type { Locale } from './words';

export { expect } from '@playwright/test';

interface PersonOptions extends BrowserContextOptions {
  language?: Locale;
  /** The address of the server, if it is not the direct one. */
  cable?: Cable;
}

/** Creates a user with a browser. The name is also the user name. */
export type Meet = (name: string, options?: PersonOptions) => Promise<Person>;

interface Fixtures {
  server: Server;
  /** A relay to the server that the test can cut. */
  cable: Cable;
  meet: Meet;
  /** Names an expected error response of the API. */
  refuses: ExpectedErrors['name'];
  refusals: ExpectedErrors;
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the needed fixtures from this pattern.
  server: async ({}, use, testInfo) => {
    const server = await Server.start();
    await use(server);
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach('server.log', { body: server.log(), contentType: 'text/plain' });
    }
    await server.remove();
  },

  cable: async ({ server }, use) => {
    const cable = await Cable.to(server.url);
    await use(cable);
    await cable.remove();
  },

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the needed fixtures from this pattern.
  refusals: async ({}, use) => use(new ExpectedErrors()),

  refuses: async ({ refusals }, use) => use(refusals.name),

  meet: async ({ browser, server, contextOptions, refusals }, use) => {
    const faults: string[] = [];
    const notes: (Note & { name: string })[] = [];
    const contexts: BrowserContext[] = [];
    await use(async (name, { language = 'en', cable, ...options } = {}) => {
      const home = cable?.url ?? server.url;
      const context = await open(browser, home, {
        ...contextOptions,
        locale: language === 'en' ? 'en-GB' : 'uk-UA',
        ...options,
      });
      contexts.push(context);
      watch(context, name, home, faults);
      context.on('console', (message) => {
        if (!['error', 'warning'].includes(message.type())) return;
        notes.push({ name, text: message.text(), address: message.location().url });
      });
      return new Person(name, await context.newPage(), language);
    });
    for (const context of contexts) await context.close();
    for (const note of notes.filter((one) => !isExpected(one) && !refusals.covers(one)))
      faults.push(`${note.name}: the console has “${note.text}” of ${note.address}`);
    if (faults.length > 0) throw new Error(faults.join('\n'));
  },
});

async function open(browser: Browser, home: string, options: BrowserContextOptions): Promise<BrowserContext> {
  const context = await browser.newContext({ ...options, baseURL: home });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: home });
  return context;
}

/**
 * Messages of the browser about a network that a test cuts, and a server that it stops. The client's own
 * files are always available, and no response is an internal error.
 */
const EXPECTED: readonly { text: RegExp; path: RegExp }[] = [
  { text: /^Failed to load resource: the server responded with a status of 503 /, path: /^\/api\// },
  { text: /^Failed to load resource: net::ERR_/, path: /^\// },
  { text: /^An unknown error occurred when fetching the script\.$/, path: /^$/ },
  { text: /^Service Worker registration blocked by Playwright$/, path: /^$/ },
  { text: /^WebSocket connection to '[^']+\/gateway\?[^']*' failed: /, path: /^\/assets\// },
];

function isExpected({ text, address }: Note): boolean {
  const path = URL.canParse(address) ? new URL(address).pathname : '';
  return EXPECTED.some((one) => one.text.test(text) && one.path.test(path));
}

/** Collects violations on any page of this context. */
function watch(context: BrowserContext, name: string, home: string, faults: string[]): void {
  const host = new URL(home).host;
  const foreign = (address: string) => /^(https?|wss?):/.test(address) && new URL(address).host !== host;
  context.on('request', (request) => {
    if (foreign(request.url())) faults.push(`${name}: the page asked ${request.url()}`);
  });
  context.on('weberror', (error) => faults.push(`${name}: the page threw ${error.error().stack}`));
  context.on('page', (page) => {
    page.on('websocket', (socket) => {
      if (foreign(socket.url())) faults.push(`${name}: the page connected to ${socket.url()}`);
    });
  });
}
