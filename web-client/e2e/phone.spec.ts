/** The whole story on a phone: one panel at a time, nothing wider than the screen. */
import { expect, test } from './support/fixtures';
import type { Person } from './support/person';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 });

async function fits(person: Person): Promise<void> {
  const wide = await person.page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(390);
}

test('a server is made, shared and talked in on a phone', async ({ meet }) => {
  const olena = await meet('olena');
  const taras = await meet('taras');
  await olena.open('/register');
  await fits(olena);
  await olena.register('Olena');
  await fits(olena);
  await olena.createGuild('Book club');
  await fits(olena);
  const link = await olena.invite('Book club');

  await taras.open(link);
  await fits(taras);
  await taras.page.getByRole('link', { name: taras.t('invite.register') }).click();
  await taras.register('Taras');
  await expect(taras.page.getByRole('heading', { level: 1, name: 'general' })).toBeVisible();
  await fits(taras);
  await taras.says('A rather long first message, so that it takes more than one line on this small screen');
  await fits(taras);

  await olena.opensChannel('general');
  await olena.sees('A rather long first message');
  await olena.says('Welcome!');
  await taras.sees('Welcome!');

  await olena.showsMembers();
  await olena.seesOnline('Taras');
  await fits(olena);

  await test.step('the way back leads from members to the conversation to the channels', async () => {
    await olena.page.goBack();
    await olena.sees('Welcome!');
    await olena.page.getByRole('link', { name: olena.t('shell.back') }).click();
    await olena.channels.waitFor();
    await fits(olena);
  });
});
