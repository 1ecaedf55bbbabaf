/** Context menus of users and objects: by the right mouse button, keys and touch. */
import { expect, test } from './support/fixtures';
import { conversation } from './support/scenes';
import { longPress } from './support/touch';

test('people and servers have their menu at the pointer and by keys', async ({ server, meet }) => {
  test.slow();
  const { olena, taras, api, channel } = await conversation(server, meet);
  const { page, t } = taras;
  const { id } = await (await server.api.signIn('olena')).me();
  await api.say(channel, `I am <@${id}>`);
  await taras.sees('I am');
  const menu = page.getByRole('menu', { name: t('user.menu', { name: 'Olena' }) });
  const closes = async () => {
    await page.keyboard.press('Escape');
    await expect(menu).toHaveCount(0);
  };

  await test.step('a member, at the pointer', async () => {
    const row = taras.member('Olena').getByRole('button');
    await row.click({ button: 'right', position: { x: 60, y: 12 } });
    await expect(menu.getByRole('menuitem')).toHaveText([
      t('user.profile'),
      t('user.write'),
      t('user.block'),
    ]);
    const [at, box] = [await row.boundingBox(), await menu.boundingBox()];
    // Near the right edge of the window it opens to the left.
    expect(Math.abs((box?.y ?? 0) - ((at?.y ?? 0) + 12))).toBeLessThan(24);
    await closes();
    await row.focus();
    await page.keyboard.press('Shift+F10');
    await expect(menu).toBeVisible();
    await closes();
  });

  await test.step('an author and a mention', async () => {
    await taras.message('I am').getByRole('heading').getByText('Olena').click({ button: 'right' });
    await expect(menu).toBeVisible();
    await closes();
    await taras.message('I am').getByRole('button', { name: '@Olena' }).click({ button: 'right' });
    await expect(menu).toBeVisible();
    await closes();
  });

  await test.step('a server', async () => {
    await taras.rail.getByRole('link', { name: 'Book club' }).click({ button: 'right' });
    const actions = page.getByRole('menu', { name: t('guild.menu', { name: 'Book club' }) });
    await actions.getByRole('menuitem', { name: t('guild.leave') }).click();
    await expect(page.getByRole('alertdialog')).toBeVisible();
    await page.keyboard.press('Escape');
    await taras.rail.getByRole('link', { name: 'Book club' }).focus();
    await page.keyboard.press('Shift+F10');
    await expect(actions).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(actions).toHaveCount(0);
  });

  await test.step('a new message lists people at once', async () => {
    await olena.open('/dm');
    await olena.page
      .getByRole('main')
      .getByRole('button', { name: olena.t('dms.new') })
      .click();
    await expect(olena.page.getByRole('dialog').getByRole('option', { name: /Taras/ })).toBeVisible();
  });
});

test('the menu of a message opens at the pointer; links and selected text keep the browser’s', async ({
  server,
  meet,
}) => {
  const { taras, api, channel } = await conversation(server, meet);
  const { page } = taras;
  await api.say(channel, 'Some words to point at and https://example.com/page');
  await taras.sees('Some words');
  const words = taras.message('Some words').getByText('Some words');
  const box = await words.boundingBox();
  if (box === null) throw new Error('the message is not on the screen');
  await page.mouse.click(box.x + 40, box.y + 8, { button: 'right' });
  const menu = await page.getByRole('menu').boundingBox();
  expect(Math.abs((menu?.x ?? 0) - (box.x + 40))).toBeLessThan(12);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);

  await taras.log.getByRole('link').click({ button: 'right' });
  await words.dblclick({ position: { x: 20, y: 8 } });
  await page.mouse.click(box.x + 20, box.y + 8, { button: 'right' });
  await expect(page.getByRole('menu')).toHaveCount(0);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 });

  test('a finger opens the same lists as sheets', async ({ server, meet }) => {
    const { taras } = await conversation(server, meet);
    const { page, t } = taras;
    await taras.showsMembers();
    await longPress(taras, taras.member('Olena').getByRole('button'));
    const sheet = page.getByRole('dialog', { name: t('user.menu', { name: 'Olena' }) });
    await sheet.getByRole('button', { name: t('user.profile') }).tap();
    await expect(page.getByRole('dialog', { name: t('profile.title', { name: 'Olena' }) })).toBeVisible();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('common.close') })
      .tap();
    await page.goBack();
    await page.getByRole('link', { name: t('shell.back') }).tap();
    await longPress(taras, taras.rail.getByRole('link', { name: 'Book club' }), 'touchCancel');
    const guild = page.getByRole('dialog', { name: t('guild.menu', { name: 'Book club' }) });
    await expect(guild.getByRole('button', { name: t('guild.leave') })).toBeVisible();
  });
});

test('several messages are copied with author once, and a draft is marked in the list', async ({
  server,
  meet,
}) => {
  const { olena, api, guild, channel } = await conversation(server, meet);
  const { page, t } = olena;
  await api.createChannel(guild, { name: 'other', type: 0 });
  for (const text of ['First', 'Second', 'Third']) await api.say(channel, text);
  await olena.sees('Third');
  // By the mouse, which removes the focus from the field.
  const boxOf = (text: string) => olena.message(text).getByText(text).boundingBox();
  const [first, last] = [await boxOf('First'), await boxOf('Third')];
  if (first === null || last === null) throw new Error('the messages are not on the screen');
  await page.mouse.move(first.x + 1, first.y + first.height / 2);
  await page.mouse.down();
  await page.mouse.move(last.x + last.width, last.y + last.height / 2, { steps: 5 });
  await page.mouse.up();
  await page.keyboard.press('ControlOrMeta+C');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^Olena, .*\nFirst\nSecond\nThird$/);

  await olena.types('Not yet');
  await olena.opensChannel('other');
  await expect(
    olena.channels.getByRole('link', { name: new RegExp(`general\\s*, ${t('channel.draft')}`) }),
  ).toBeVisible();
});
