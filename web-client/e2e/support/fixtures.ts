/**
 * What every story gets: a server of its own, and people with a browser each.
 *
 * Whatever a story is about, at its end no page may have thrown, broken the content policy, asked another host, or left
 * an error or a warning in the console. A story that is about a refusal of the API names it: `refuses(403, '/auth/totp')`.
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
  /** The way to the server, if it is not the straight one. */
  cable?: Cable;
}

/** Gives a person a browser of their own. The name is also the user name. */
export type Meet = (name: string, options?: PersonOptions) => Promise<Person>;

interface Fixtures {
  server: Server;
  /** A way to the server that the story can cut. */
  cable: Cable;
  meet: Meet;
  /** Names an answer of the API that the story is about. */
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
 * What a browser itself notes of a network that a story cuts, and of a server that it stops. The client's own files are
 * always there, and no answer is the server's own failure.
 */
const EXPECTED: readonly { text: RegExp; path: RegExp }[] = [
  { text: /^Failed to load resource: the server responded with a status of 503 /, path: /^\/api\// },
  { text: /^Failed to load resource: net::ERR_/, path: /^\// },
  { text: /^An unknown error occurred when fetching the script\.$/, path: /^$/ },
  { text: /^WebSocket connection to '[^']+\/gateway\?[^']*' failed: /, path: /^\/assets\// },
];

function isExpected({ text, address }: Note): boolean {
  const path = URL.canParse(address) ? new URL(address).pathname : '';
  return EXPECTED.some((one) => one.text.test(text) && one.path.test(path));
}

/** Collects what must not happen on any page of this context. */
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
