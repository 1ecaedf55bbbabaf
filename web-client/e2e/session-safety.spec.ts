/** Session security: no fixation, no leftovers, and sessions last. */
import type { Page } from '@playwright/test';
import { emailOf, PASSWORD } from './support/api';
import { expect, test } from './support/fixtures';
import { Person } from './support/person';
import { conversation } from './support/scenes';
import type { Server } from './support/server';

test.use({ serviceWorkers: 'allow' });

const AUTH = '/api/v10/auth';
const COOKIE = 'chatspace_refresh';

test('after signing out, neither the back button nor another tab shows what was seen', async ({
  server,
  meet,
}) => {
  const { olena, guild, channel } = await conversation(server, meet);
  const { page, t } = olena;
  await olena.says('Between us');
  await olena.sees('Between us');
  const other = new Person('olena', await page.context().newPage());
  await other.open(`/channels/${guild}/${channel}`);
  await other.sees('Between us');
  await olena.signOut();

  const isEmpty = async (tab: Page) => {
    await expect(tab.getByRole('heading', { name: t('auth.signIn.title') })).toBeVisible();
    for (const secret of ['Between us', 'Book club', 'Taras']) {
      await expect(tab.locator('body')).not.toContainText(secret);
    }
  };
  await isEmpty(page);
  await isEmpty(other.page);
  for (let steps = 0; steps < 4; steps += 1) {
    await page.goBack();
    // The first page in a tab's history is the empty one.
    if (page.url() === 'about:blank') break;
    await isEmpty(page);
  }
  await olena.open(`/channels/${guild}/${channel}`);
  await isEmpty(page);
  await other.page.reload();
  await isEmpty(other.page);
});

test('a cookie that was chosen before signing in is replaced, and is good for nothing', async ({
  server,
  meet,
}) => {
  await server.api.register('olena', 'Olena');
  await server.api.register('mallory', 'Mallory');
  const mallory = await refreshTokenOf(server, 'mallory');
  for (const chosen of ['c2hhcmVkLXNlY3JldC1jaG9zZW4tYnktbWFsbG9yeQ', mallory]) {
    const olena = await meet('olena');
    const context = olena.page.context();
    await olena.open('/login');
    await olena.page.getByLabel(olena.t('auth.email')).waitFor();
    // Planted while the form is shown, so that the page has not used it yet.
    await context.addCookies([
      { name: COOKIE, value: chosen, domain: '127.0.0.1', path: AUTH, httpOnly: true },
    ]);
    await olena.signIn();
    await expect(olena.rail).toBeVisible();
    const cookies = await context.cookies(`${server.url}${AUTH}/refresh`);
    expect(cookies.map(({ name, value }) => ({ name, chosen: value === chosen }))).toEqual([
      { name: COOKIE, chosen: false },
    ]);
    // Whoever planted it gets at most their own access.
    const answer = await refresh(server, chosen);
    if (answer.ok) expect((await answer.json()).user.username).toBe('mallory');
    else expect(answer.status).toBe(401);
    await olena.page.reload();
    await expect(olena.page.getByText('Olena').first()).toBeVisible();
  }
});

test('a session outlives a reload and a restart of the server', async ({ server, meet }) => {
  const { olena, taras } = await conversation(server, meet);
  await olena.says('Before');
  await server.restart();
  await expect(olena.banner).toBeHidden({ timeout: 30_000 });
  await olena.says('After');
  await taras.sees('Before', 'After');
  for (const person of [olena, taras]) {
    await person.page.reload();
    await person.sees('Before', 'After');
  }
});

test('tabs whose access tokens have ended renew them with one call for all', async ({
  meet,
  cable,
  server,
}) => {
  test.setTimeout(180_000);
  const lifetime = async (minutes: string) => {
    await server.stop();
    await server.start({ ACCESS_TOKEN_EXPIRE_MINUTES: minutes });
  };
  await lifetime('1');
  const { taras, guild, channel } = await conversation(server, meet, { cable });
  const context = taras.page.context();
  const tabs = [taras];
  for (let more = 0; more < 2; more += 1) {
    const tab = new Person('taras', await context.newPage());
    await tab.open(`/channels/${guild}/${channel}`);
    await tab.composer.waitFor();
    tabs.push(tab);
  }

  // Long enough for every token to expire, as when a machine is suspended.
  cable.cut();
  for (const [index, tab] of tabs.entries()) await tab.says(`Written in tab ${index}`);
  // The next tokens live longer, so that no second refresh is counted.
  await lifetime('10');
  await taras.page.waitForTimeout(62_000);
  const renewed: number[] = [];
  context.on('response', (answer) => {
    if (answer.url().endsWith(`${AUTH}/refresh`)) renewed.push(answer.status());
  });
  cable.mend();

  // Each tab returns at its own time.
  for (const tab of tabs) await expect(tab.banner).toBeHidden({ timeout: 40_000 });
  for (const tab of tabs) {
    await tab.sees('Written in tab 0', 'Written in tab 1', 'Written in tab 2');
  }
  expect(renewed).toEqual([200]);
  for (const tab of tabs) {
    await tab.page.reload();
    await tab.composer.waitFor();
  }
});

async function refreshTokenOf(server: Server, username: string): Promise<string> {
  const answer = await fetch(`${server.url}${AUTH}/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: emailOf(username), password: PASSWORD }),
  });
  return (await answer.json()).refresh_token;
}

function refresh(server: Server, token: string): Promise<Response> {
  return fetch(`${server.url}${AUTH}/refresh`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ refresh_token: token }),
  });
}
