/** The client on the device: it can be installed, and opens without its server. */
import { expect, test } from './support/fixtures';
import type { Person } from './support/person';

/** The worker has kept everything, and answers for this page. */
async function isKept({ page }: Person): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null, undefined, {
    timeout: 30_000,
  });
}

test('the client opens without its server, and goes on when it is back', async ({ server, meet }) => {
  test.slow();
  await server.api.register('olena', 'Olena');
  const olena = await meet('olena');
  await olena.arrives();
  await isKept(olena);

  await test.step('it opens at any of its addresses', async () => {
    await server.kill();
    for (const address of ['/', '/settings/notifications']) {
      await olena.open(address);
      const title = olena.page.getByRole('heading', { name: olena.t('app.unreachable.title') });
      await expect(title).toBeVisible();
    }
  });

  await test.step('it goes on by itself', async () => {
    await server.start();
    await expect(olena.card('settings.notifications.device')).toBeVisible({ timeout: 30_000 });
  });

  await test.step('what is not a page of it still comes from the server', async () => {
    for (const address of ['/openapi.json', '/health/ready', '/api/v10/gateway']) {
      const answer = await olena.page.goto(address);
      expect(answer?.fromServiceWorker(), address).toBe(false);
      expect(answer?.ok(), address).toBe(true);
    }
    const page = await olena.page.goto('/dm');
    expect(page?.fromServiceWorker()).toBe(true);
    expect(page?.headers()['content-security-policy']).toContain("worker-src 'self'");
  });
});

for (const [language, description] of [
  ['en', /on a server of your own/],
  ['uk', /на вашому власному сервері/],
] as const) {
  test(`the client can be installed (${language})`, async ({ server, meet }) => {
    await server.api.register('olena', 'Olena');
    const olena = await meet('olena', { language });
    await olena.arrives();
    await isKept(olena);
    await expect(olena.page.locator('link[rel="manifest"]')).toHaveAttribute(
      'href',
      `/manifest.${language}.webmanifest`,
    );
    const browser = await olena.page.context().newCDPSession(olena.page);
    const { data, errors } = await browser.send('Page.getAppManifest');
    expect(errors).toEqual([]);
    const manifest = JSON.parse(data ?? '{}') as {
      name: string;
      description: string;
      icons: { src: string }[];
    };
    expect(manifest.name).toBe('ChatSpace');
    expect(manifest.description).toMatch(description);
    for (const { src } of manifest.icons) {
      expect((await olena.page.request.get(src)).headers()['content-type']).toBe('image/png');
    }
    const { installabilityErrors } = await browser.send('Page.getInstallabilityErrors');
    // A story's browser keeps nothing, like a private window, where nothing can be installed at all.
    const others = installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito');
    expect(others).toEqual([]);
  });
}

test('the worker and the description of the client are served as what they are', async ({ server }) => {
  const head = async (path: string) => (await fetch(`${server.url}${path}`)).headers;
  const worker = await head('/sw.js');
  expect(worker.get('content-type')).toMatch(/^(text|application)\/javascript/);
  expect(worker.get('cache-control')).toBe('no-cache');
  expect(worker.get('content-security-policy')).toContain("connect-src 'self'");
  const manifest = await head('/manifest.en.webmanifest');
  expect(manifest.get('content-type')).toBe('application/manifest+json');
  expect(manifest.get('cache-control')).toBe('no-cache');
});
