/** The installed client opens without its server. */
import { expect, test } from './support/fixtures';
import type { Person } from './support/person';
import { conversation } from './support/scenes';
import { storageKey } from './support/storage';

test.use({ serviceWorkers: 'allow' });

/** The worker has cached everything, and controls this page. */
async function isKept({ page }: Person): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null, undefined, {
    timeout: 30_000,
  });
}

test('the client opens without its server, and goes on when it is back', async ({ server, meet }) => {
  test.slow();
  const { olena, guild, channel } = await conversation(server, meet);
  const { page, t } = olena;
  const unreachable = page.getByRole('heading', { name: t('app.unreachable.title') });
  const note = page.getByRole('status').filter({ hasText: /what was here on/ });
  await olena.says('Before the storm');
  await isKept(olena);
  const mark = storageKey(page, 'last-known');
  await page.waitForFunction((key) => localStorage.getItem(key) !== null, mark);

  await test.step('it shows what was there last, to be read', async () => {
    await server.kill();
    await olena.open(`/channels/${guild}/${channel}`);
    await olena.sees('Before the storm');
    await expect(note).toBeVisible();
    await expect(olena.rail.getByRole('link', { name: 'Book club' })).toBeVisible();
    await expect(olena.channels.getByRole('link', { name: 'general' })).toBeVisible();
    await expect(olena.composer).toHaveCount(0);
    await olena.message('Before the storm').hover();
    await expect(page.getByRole('button', { name: t('timeline.edit'), exact: true })).toHaveCount(0);
  });

  await test.step('what only the server can do says that it needs a connection', async () => {
    const reason = t('offline.reason');
    await olena.openMenu('Before the storm');
    const unread = page.getByRole('menuitem', { name: t('timeline.markUnread') });
    await expect(unread).toBeDisabled();
    await expect(unread).toContainText(reason);
    await page.keyboard.press('Escape');
    await olena.message('Before the storm').click({ modifiers: ['Alt'] });
    await expect(page.getByText(reason)).toBeVisible();

    await page.getByRole('button', { name: t('guild.menu', { name: 'Book club' }) }).click();
    for (const item of await page.getByRole('menuitem').all()) await expect(item).toBeDisabled();
    await page.keyboard.press('Escape');

    await olena.rail.getByRole('button', { name: t('guild.add') }).click();
    await expect(page.getByRole('dialog').getByRole('heading', { name: t('offline.title') })).toBeVisible();
    await page.keyboard.press('Escape');

    await olena.message('Before the storm').getByRole('button', { name: 'Olena' }).click();
    await expect(page.getByRole('dialog')).toContainText(t('offline.profile'));
    await page.keyboard.press('Escape');

    await page.getByRole('link', { name: t('shell.settings') }).click();
    await expect(page.getByRole('heading', { name: t('offline.title') })).toBeVisible();
    await page.getByRole('link', { name: t('settings.appearance') }).click();
    await expect(olena.card('settings.appearance')).toBeVisible();
    await expect(page.getByRole('alert')).toHaveCount(0);
    await olena.open(`/channels/${guild}/${channel}`);
    await olena.sees('Before the storm');
  });

  await test.step('there it goes on by itself', async () => {
    await server.start();
    await expect(note).toBeHidden({ timeout: 30_000 });
    await olena.says('After it');
    await olena.sees('Before the storm', 'After it');
  });

  await test.step('elsewhere it says that the server does not answer', async () => {
    await server.kill();
    await olena.open('/settings/notifications');
    await expect(unreachable).toBeVisible();
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
    const answer = await olena.page.goto('/dm');
    expect(answer?.fromServiceWorker()).toBe(true);
    expect(answer?.headers()['content-security-policy']).toContain("worker-src 'self'");
  });

  await test.step('nothing is shown after signing out', async () => {
    await olena.open(`/channels/${guild}/${channel}`);
    await olena.sees('After it');
    await olena.signOut();
    await page.waitForFunction((key) => localStorage.getItem(key) === null, mark);
    await server.kill();
    await olena.open(`/channels/${guild}/${channel}`);
    await expect(unreachable).toBeVisible();
    await expect(page.locator('body')).not.toContainText('After it');
    await server.start();
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
    // A test's browser stores nothing, like a private window, where nothing can be installed.
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
