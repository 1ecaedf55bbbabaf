/** No requests to other hosts, and no violations of the content policy, on the server's own pages too. */
import { emailOf, PASSWORD } from './support/api';
import { expect, test } from './support/fixtures';
import { conversation } from './support/scenes';

test('the client is served with a strict content policy', async ({ server }) => {
  const answer = await fetch(server.url);
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'self'");
  expect(policy).toContain("object-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/unsafe-(inline|eval)|\*/);
});

// The policy and other hosts are checked in every test (support/fixtures.ts).
test('links in messages are not opened by the client itself', async ({ server, meet }) => {
  const { olena, taras } = await conversation(server, meet);
  await olena.says('https://elsewhere.example/picture.png ![x](https://elsewhere.example/x.png)');
  await expect(taras.log.getByRole('link', { name: 'https://elsewhere.example/picture.png' })).toBeVisible();
});

test('Swagger UI signs in with e-mail and password, and calls the API', async ({ server, meet, refuses }) => {
  refuses(401, '/users/@me');
  test.slow();
  await server.api.register('olena');
  const { page } = await meet('olena');
  // Swagger UI renders slowly.
  page.setDefaultTimeout(30_000);
  await page.goto('/docs/');
  const operation = page.locator('#operations-users-current_user');
  const tries = async () => {
    await operation.getByRole('button', { name: 'Execute' }).click();
    return operation.locator('.live-responses-table .response .response-col_status');
  };
  await operation.locator('.opblock-summary-control').click();
  await expect(await tries()).toContainText('401');

  await page.getByRole('button', { name: 'Authorize' }).first().click();
  const password = page.locator('.auth-container').filter({ has: page.getByLabel('username') });
  await password.getByLabel('username').fill(emailOf('olena'));
  await password.getByLabel('password').fill(PASSWORD);
  const token = page.waitForResponse((answer) => answer.url().endsWith('/auth/token'));
  await password.getByRole('button', { name: 'Apply given OAuth2 credentials' }).click();
  expect((await token).status()).toBe(200);
  // With the token present the form becomes a statement.
  await expect(page.getByRole('heading', { name: 'Authorized', exact: true })).toBeVisible();
  await page.locator('.auth-container').getByRole('button', { name: 'Close' }).first().click();
  await expect(await tries()).toContainText('200');
  await expect(operation.locator('.live-responses-table')).toContainText(emailOf('olena'));
});

test('ReDoc shows the API', async ({ meet }) => {
  const { page } = await meet('olena');
  await page.goto('/redoc');
  await expect(page.getByRole('heading', { name: /ChatSpace/ }).first()).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('/api/v10/guilds').first()).toBeAttached();
});
