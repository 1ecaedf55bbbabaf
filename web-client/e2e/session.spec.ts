/** A session is stored where no script can read it, and ends when its user signs out. */
import { expect, test } from './support/fixtures';
import type { Person } from './support/person';

const AUTH = '/api/v10/auth';

/** Everything a script of the page can read: storage of every kind, cookies and the address. */
function withinReach({ page }: Person): Promise<string> {
  return page.evaluate(async () => {
    const databases = await indexedDB.databases();
    const contents = await Promise.all(
      databases.map(async ({ name = '' }) => {
        const opened = indexedDB.open(name);
        await new Promise((resolve) => opened.addEventListener('success', resolve));
        const database = opened.result;
        const stores = [...database.objectStoreNames].map((store) => {
          const all = database.transaction(store).objectStore(store).getAll();
          return new Promise((resolve) => all.addEventListener('success', () => resolve(all.result)));
        });
        const found = await Promise.all(stores);
        database.close();
        return found;
      }),
    );
    const kept = [{ ...localStorage }, { ...sessionStorage }, contents, document.cookie, location.href];
    return JSON.stringify([...kept, history.state]);
  });
}

test('a session survives a reload, in a cookie that no script can read, and ends with signing out', async ({
  server,
  meet,
}) => {
  const olena = await meet('olena');
  const { page, t } = olena;
  await olena.open('/register');
  const tokens: string[] = [];
  page.on('response', async (response) => {
    // A first visit has no session to refresh: 204.
    if (!/\/auth\/(register|login|refresh)$/.test(response.url())) return;
    if (!response.ok() || response.status() === 204) return;
    const body = await response.json();
    expect(body).not.toHaveProperty('refresh_token');
    tokens.push(body.access_token);
  });
  await olena.register('Olena');
  await olena.createGuild('Garden');
  await olena.says('Tomatoes are up');

  const cookies = await page.context().cookies(`${server.url}${AUTH}/refresh`);
  expect(cookies).toHaveLength(1);
  const [cookie] = cookies;
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: AUTH });
  expect(await page.context().cookies(server.url)).toHaveLength(0);

  await page.reload();
  await olena.sees('Tomatoes are up');
  const [renewed] = await page.context().cookies(`${server.url}${AUTH}/refresh`);
  await expect.poll(() => tokens.length).toBeGreaterThanOrEqual(2);
  const reach = await withinReach(olena);
  for (const secret of [...tokens, cookie?.value ?? '', renewed?.value ?? '']) {
    expect(secret.length).toBeGreaterThan(20);
    expect(reach).not.toContain(secret);
  }

  await olena.signOut();
  await olena.open('/');
  await expect(page.getByRole('heading', { name: t('auth.signIn.title') })).toBeVisible();
  expect(await page.context().cookies(`${server.url}${AUTH}/refresh`)).toHaveLength(0);
  const stolen = await fetch(`${server.url}${AUTH}/refresh`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-chatspace-client': 'web',
      origin: server.url,
      cookie: `${renewed?.name}=${renewed?.value}`,
    },
    body: '{}',
  });
  expect(stolen.status).toBe(401);

  await olena.signIn();
  await olena.opensGuild('Garden');
  await olena.sees('Tomatoes are up');
});
