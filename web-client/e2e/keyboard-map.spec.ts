/** The shortcuts that move through the window, and the configurable Enter key. */
import { expect, test } from './support/fixtures';
import { conversation, lines } from './support/scenes';
import { seesMentions } from './support/unread';

test('keys lead to what is next, to mentions, back, and to each part of the window', async ({
  server,
  meet,
}) => {
  test.slow();
  const { taras, api, guild } = await conversation(server, meet);
  const { id } = await (await server.api.signIn('taras')).me();
  const { page } = taras;
  const heading = (name: string) => page.getByRole('heading', { level: 1, name });
  for (const name of ['plain', 'called']) {
    const channel = await api.createChannel(guild, { name, type: 0 });
    await api.say(channel.id, name === 'called' ? `<@${id}> look` : 'Nothing for anybody');
  }
  await seesMentions(taras, 'called', 1);

  await test.step('mentions', async () => {
    await page.keyboard.press('Control+Alt+Shift+ArrowDown');
    await expect(heading('called')).toBeVisible();
  });

  await test.step('back and forward', async () => {
    await page.keyboard.press('Alt+ArrowLeft');
    await expect(heading('general')).toBeVisible();
    await page.keyboard.press('Alt+ArrowRight');
    await expect(heading('called')).toBeVisible();
  });

  await test.step('unread, and the channel before', async () => {
    await page.keyboard.press('Alt+Shift+ArrowUp');
    await expect(heading('plain')).toBeVisible();
    await page.keyboard.press('Alt+ArrowUp');
    await expect(heading('general')).toBeVisible();
  });

  await test.step('the parts of the window', async () => {
    for (const [key, part] of [
      ['1', 'rail'],
      ['2', 'channels'],
      ['4', 'composer'],
      ['5', 'members'],
    ] as const) {
      await page.keyboard.press(`Control+${key}`);
      await expect(page.locator(`[data-region="${part}"]:focus-within`)).toHaveCount(1);
    }
  });
});

test('pages of the log move the focus with them', async ({ server, meet }) => {
  const { taras, api, channel } = await conversation(server, meet);
  const { page } = taras;
  for (const line of lines(60)) await api.say(channel, line);
  await taras.sees('Line 060.');
  await page.keyboard.press('Control+3');
  await expect(taras.message('Line 060.')).toBeFocused();
  await page.keyboard.press('PageUp');
  const focused = page.locator('article:focus');
  await expect(focused).toBeInViewport();
  await expect(focused).not.toContainText('Line 060.');
  await page.keyboard.press('End');
  await expect(taras.message('Line 060.')).toBeFocused();
});

test('Enter makes a line for who wants that, and Ctrl+Enter sends', async ({ server, meet }) => {
  const { olena, taras, guild, channel } = await conversation(server, meet);
  const { page, t } = olena;
  await olena.opensSettings('appearance');
  await page.getByText(t('settings.enter.newline'), { exact: true }).click();
  await olena.open(`/channels/${guild}/${channel}`);
  await olena.types('First');
  await page.keyboard.press('Enter');
  await page.keyboard.type('second');
  await expect(olena.composer).toHaveValue('First\nsecond');
  await page.keyboard.press('Control+Enter');
  await taras.sees('second');
  await expect(olena.composer).toHaveValue('');
});
