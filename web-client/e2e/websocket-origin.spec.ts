/** No page of another site can connect to the gateway with the user's cookies. */
import type { BrowserContext, Page } from '@playwright/test';
import { expect, test } from './support/fixtures';
import { type Headers, handshake } from './support/handshake';
import { Person } from './support/person';
import { Server } from './support/server';
import { Stranger } from './support/stranger';
import { Witness } from './support/witness';

const COOKIE = { cookie: 'chatspace_refresh=anything' };

/** Where a page can connect from: its own script, or one in a frame with the origin `null`. */
const PLACES = {
  'a page': (page: Page, address: string) =>
    page.evaluate((url) => {
      new WebSocket(url);
    }, address),
  'a frame in a sandbox': (page: Page, address: string) => frame(page, 'srcdoc', script(address)),
  'a frame of data': (page: Page, address: string) => frame(page, 'src', `data:text/html,${script(address)}`),
};

const script = (address: string) => `<script>new WebSocket('${address}')</script>`;

function frame(page: Page, attribute: string, content: string): Promise<void> {
  return page.evaluate(
    ([attribute, content]) => {
      const made = document.createElement('iframe');
      made.setAttribute('sandbox', 'allow-scripts');
      made.setAttribute(attribute, content);
      document.body.append(made);
    },
    [attribute, content] as const,
  );
}

test('pages of another site are refused before they are connected', async ({
  server,
  browser,
  contextOptions,
}) => {
  const witness = await Witness.before(server.url);
  const stranger = await Stranger.moveIn();
  const context = await browser.newContext({ ...contextOptions, baseURL: witness.url });
  await signedIn(server, context);
  // The real cookie is not sent to this path; this one shows that a cookie would not help.
  await context.addCookies([{ name: 'chatspace_refresh', value: 'anything', url: witness.url }]);

  let tried = 0;
  let withCookie = 0;
  for (const site of [stranger.neighbour, stranger.foreigner]) {
    for (const [place, connect] of Object.entries(PLACES)) {
      await test.step(`${place} of ${site}`, async () => {
        const seen = witness.exchanges.length;
        const page = await context.newPage();
        await page.goto(site);
        await connect(page, `ws://${witness.host}/gateway?v=10&encoding=json`);
        const handshakes = () =>
          witness.exchanges.slice(seen).filter(({ path }) => path.startsWith('/gateway'));
        await expect.poll(() => handshakes()[0]?.status ?? null).toBe(403);
        tried += handshakes().length;
        if (handshakes()[0]?.sent.cookie !== undefined) withCookie += 1;
        await page.close();
      });
    }
  }
  expect(tried).toBe(6);
  expect(withCookie).toBeGreaterThan(0);
  await context.close();
  await stranger.remove();
  await witness.remove();
});

test('every origin but the own one is refused with 403', async ({ server }) => {
  const { host, port } = new URL(server.url);
  const foreign = {
    'another port': `http://127.0.0.1:${Number(port) + 1}`,
    'no port': 'http://127.0.0.1',
    'another name of the same machine': `http://localhost:${port}`,
    'the same machine over IPv6': `http://[::1]:${port}`,
    'null, as of a sandbox': 'null',
    nothing: '',
    'a sub-domain': `http://evil.${host}`,
    'the own address as the beginning of another': `http://127.0.0.1.evil.example:${port}`,
    'the own address as the end of another': `http://evil-127.0.0.1:${port}`,
    'the own address as a user name': `http://${host}@evil.example`,
    'the own address as a path': `http://evil.example/${host}`,
    'the own address as a fragment': `http://evil.example#${host}`,
    'the own address without a scheme': host,
    'a file': 'file://',
    'an extension': 'chrome-extension://abcdefghijklmnop',
    'a list with the own address in it': `http://evil.example, ${server.url}`,
    'no text': 'http://\u00e9vil.example',
  };
  const let_in: string[] = [];
  for (const [what, origin] of Object.entries(foreign)) {
    for (const cookie of [{}, COOKIE]) {
      const status = await handshake(server.url, { host, origin, ...cookie });
      if (status !== 403) let_in.push(`${what}: ${status}`);
    }
  }
  expect(let_in).toEqual([]);
  expect(Object.keys(foreign).length).toBeGreaterThanOrEqual(12);
});

// The server is behind a proxy here, so that scheme and host are known.
const PUBLIC = 'https://chat.example.org';
const HOST = { host: 'chat.example.org' };

/** Invalid origins of a handshake with a cookie that look almost right. */
const FOREIGN: Record<string, Headers> = {
  'another port': { origin: `${PUBLIC}:8443` },
  'a sub-domain': { origin: 'https://sub.chat.example.org' },
  'the domain above': { origin: 'https://example.org' },
  'a longer name': { origin: `${PUBLIC}.evil.example` },
  'a name that ends the same': { origin: 'https://evil-chat.example.org' },
  'a dot at the end': { origin: `${PUBLIC}.` },
};
const WRITTEN_OTHERWISE: Record<string, Headers> = {
  'no origin at all': {},
  'upper case': { origin: 'HTTPS://CHAT.EXAMPLE.ORG' },
  'the usual port': { origin: `${PUBLIC}:443` },
  'a path': { origin: `${PUBLIC}/` },
};
const OTHER_SCHEMES: Record<string, Headers> = {
  'the other scheme': { origin: 'http://chat.example.org' },
  'the scheme of sockets': { origin: 'wss://chat.example.org' },
};

test('behind a proxy, a handshake with a cookie needs the public address as its origin', async () => {
  expect(await connectedWith(FOREIGN)).toEqual([]);
});

test('behind a proxy, a handshake with a cookie needs an origin, and letter for letter', async () => {
  expect(await connectedWith(WRITTEN_OTHERWISE)).toEqual([]);
});

test('behind a proxy, a handshake with a cookie needs the scheme of the public address', async () => {
  expect(await connectedWith(OTHER_SCHEMES)).toEqual([]);
});

/** Those of them that a server behind a proxy does not refuse with 403 for a request with a cookie. */
async function connectedWith(handshakes: Record<string, Headers>): Promise<string[]> {
  const server = await Server.start({ PUBLIC_URL: PUBLIC });
  try {
    const cookie = { cookie: '__Secure-chatspace_refresh=anything' };
    const open: string[] = [];
    for (const [what, headers] of Object.entries(handshakes)) {
      const status = await handshake(server.url, { ...HOST, ...cookie, ...headers });
      if (status !== 403) open.push(`${what}: ${status}`);
    }
    // The same server accepts its own page, and a program without either.
    expect(await handshake(server.url, { ...HOST, ...cookie, origin: PUBLIC })).toBe(101);
    expect(await handshake(server.url, HOST)).toBe(101);
    return open;
  } finally {
    await server.remove();
  }
}

test('the own page is connected, and hears nothing before it says who it is', async ({
  server,
  meet,
  refuses,
}) => {
  refuses(401, '/auth/refresh');
  const { page } = await meet('olena');
  await server.api.register('olena');
  await page.context().addCookies([{ name: 'chatspace_refresh', value: 'anything', url: server.url }]);
  await page.goto('/');
  const heard = await page.evaluate(async () => {
    const socket = new WebSocket(`ws://${location.host}/gateway?v=10&encoding=json`);
    const frames: { op: number; t?: string | null }[] = [];
    socket.onmessage = ({ data }) => frames.push(JSON.parse(data));
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = () => reject(new Error('not connected'));
    });
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    socket.close();
    return frames.map(({ op, t }) => [op, t ?? null]);
  });
  const HELLO = 10;
  expect(heard).toEqual([[HELLO, null]]);
});

async function signedIn(server: Server, context: BrowserContext): Promise<void> {
  await server.api.register('olena', 'Olena');
  const olena = new Person('olena', await context.newPage());
  await olena.open();
  await olena.signIn();
  await expect(olena.rail).toBeVisible();
}
