/** The main story: two users find each other and exchange messages. */
import { expect, test } from './support/fixtures';

test.use({ serviceWorkers: 'allow' });

test('two people meet by an invite and talk live, and all of it is there after a reload and a restart', async ({
  server,
  meet,
}) => {
  test.slow();
  const olena = await meet('olena');
  const taras = await meet('taras');

  await test.step('Olena registers and makes a server', async () => {
    await olena.open('/register');
    await olena.register('Olena');
    await olena.createGuild('Book club');
  });

  await test.step('Taras opens her invite, registers and is in', async () => {
    const link = await olena.invite('Book club');
    await taras.open(link);
    await expect(taras.page.getByRole('heading', { name: 'Book club' })).toBeVisible();
    await taras.page.getByRole('link', { name: taras.t('invite.register') }).click();
    await taras.register('Taras');
    await taras.seesGuild('Book club');
    for (const person of [olena, taras])
      await expect(person.log).toContainText(person.t('timeline.joined', { author: 'Taras' }));
  });

  await test.step('each sees that the other is online', async () => {
    await olena.seesOnline('Olena', 'Taras');
    await taras.seesOnline('Olena', 'Taras');
  });

  await test.step('Olena sees Taras typing, then what he says', async () => {
    await taras.types('Hi, what do we read?');
    await expect(olena.typing('Taras')).toBeVisible();
    await taras.composer.press('Enter');
    await olena.sees('Hi, what do we read?');
    await expect(olena.typing('Taras')).toBeHidden();
  });

  await test.step('they answer each other', async () => {
    await olena.says('The Forest Song', 'I have tow copies');
    await taras.sees('The Forest Song', 'I have tow copies');
  });

  await test.step('an edit is seen by both', async () => {
    await olena.edits('I have tow copies', 'I have two copies');
    for (const person of [olena, taras]) {
      await person.sees('I have two copies');
      await person.seesNot('I have tow copies');
    }
    await expect(taras.message('I have two copies')).toContainText('edited');
  });

  await test.step('so is a deletion', async () => {
    await taras.says('Oops, wrong channel');
    await olena.sees('Oops, wrong channel');
    await taras.deletes('Oops, wrong channel');
    for (const person of [olena, taras]) await person.seesNot('Oops, wrong channel');
  });

  const said = ['Hi, what do we read?', 'The Forest Song', 'I have two copies'];

  await test.step('all is there after a reload', async () => {
    for (const person of [olena, taras]) {
      await person.page.reload();
      await person.sees(...said);
      await person.seesNot('Oops, wrong channel');
    }
  });

  await test.step('all is there after the server was restarted, and they talk on', async () => {
    await server.restart();
    await olena.says('Still here?');
    await taras.sees('Still here?');
    await taras.page.reload();
    await taras.sees(...said, 'Still here?');
    await taras.says('Still here.');
    await olena.sees('Still here.');
  });

  await test.step('who leaves goes offline', async () => {
    await taras.page.close();
    await olena.seesOffline('Taras');
  });
});
