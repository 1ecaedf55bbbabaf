/** The whole story with the keyboard only. */
import { PASSWORD } from './support/api';
import { expect, test } from './support/fixtures';
import { tabTo } from './support/keyboard';
import type { Person } from './support/person';

/** Types on a Ukrainian layout: the same keys produce other letters. */
async function typeUkrainian({ page }: Person, text: string): Promise<void> {
  const codes: Record<string, string> = { П: 'KeyG', р: 'KeyH', и: 'KeyB', в: 'KeyD', і: 'KeyS', т: 'KeyN' };
  const keyboard = await page.context().newCDPSession(page);
  for (const key of text) {
    const stroke = { key, code: codes[key], text: key };
    await keyboard.send('Input.dispatchKeyEvent', { type: 'keyDown', ...stroke });
    await keyboard.send('Input.dispatchKeyEvent', { type: 'keyUp', ...stroke });
  }
  await keyboard.detach();
}

test('a person registers, makes a server, invites, talks, edits, deletes and signs out by keyboard', async ({
  meet,
}) => {
  test.slow();
  const olena = await meet('olena');
  const { page, t } = olena;
  const { keyboard } = page;

  await test.step('register', async () => {
    await olena.open('/register');
    await tabTo(olena, page.getByLabel(t('auth.email')));
    await keyboard.type(olena.email);
    await tabTo(olena, page.getByLabel(t('auth.username')));
    await keyboard.type('olena');
    await tabTo(olena, page.getByLabel(t('auth.displayName')));
    await keyboard.type('Olena');
    await tabTo(olena, page.getByRole('textbox', { name: t('auth.password'), exact: true }));
    await keyboard.type(PASSWORD);
    await keyboard.press('Enter');
    await tabTo(olena, page.getByRole('button', { name: t('welcome.access.submit') }));
    await keyboard.press('Enter');
  });

  await test.step('make a server', async () => {
    await tabTo(olena, olena.rail.getByRole('button', { name: t('guild.add') }));
    await keyboard.press('Enter');
    const name = page.getByRole('dialog').getByLabel(t('guild.create.name'));
    await tabTo(olena, name);
    await keyboard.press('ControlOrMeta+A');
    await keyboard.type('Book club');
    await keyboard.press('Enter');
    await olena.seesGuild('Book club');
  });

  await test.step('make an invite', async () => {
    const menu = page.getByRole('button', { name: t('guild.menu', { name: 'Book club' }) });
    await tabTo(olena, menu);
    await keyboard.press('Enter');
    const invite = page.getByRole('menuitem', { name: t('guild.invite') });
    await invite.waitFor();
    for (let presses = 0; presses < 10; presses += 1) {
      if (await invite.evaluate((element) => element === document.activeElement)) break;
      await keyboard.press('ArrowDown');
    }
    await keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: t('inviteDialog.title', { name: 'Book club' }) });
    await tabTo(olena, dialog.getByRole('button', { name: t('inviteDialog.copy') }));
    await keyboard.press('Enter');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('/invite/');
    await keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(menu).toBeFocused();
  });

  await test.step('a letter pressed anywhere goes to the message field, Cyrillic too', async () => {
    await typeUkrainian(olena, 'Привіт');
    await expect(olena.composer).toBeFocused();
    await expect(olena.composer).toHaveValue('Привіт');
    await keyboard.press('Enter');
    await olena.sees('Привіт');
  });

  await test.step('Up in an empty field edits the last message', async () => {
    await keyboard.press('ArrowUp');
    await expect(olena.editor).toBeFocused();
    await keyboard.press('End');
    await keyboard.type(', усі');
    await keyboard.press('Enter');
    await olena.sees('Привіт, усі');
    await expect(olena.composer).toBeFocused();
  });

  await test.step('F6 goes round the parts of the window', async () => {
    for (const part of ['members', 'rail', 'channels', 'log', 'composer']) {
      await keyboard.press('F6');
      await expect(page.locator(`[data-region="${part}"]`).locator(':focus')).toHaveCount(1);
    }
  });

  await test.step('a message is found with arrows and deleted', async () => {
    await keyboard.type('Too much');
    await keyboard.press('Enter');
    await olena.sees('Too much');
    await keyboard.press('Shift+F6');
    await keyboard.press('End');
    await expect(olena.message('Too much')).toBeFocused();
    await keyboard.press('Delete');
    const question = page.getByRole('alertdialog', { name: t('timeline.delete.title') });
    await tabTo(olena, question.getByRole('button', { name: t('timeline.delete'), exact: true }));
    await keyboard.press('Enter');
    await expect(question).toBeHidden();
    await olena.seesNot('Too much');
  });

  await test.step('sign out', async () => {
    await tabTo(olena, page.getByRole('link', { name: t('shell.settings') }));
    await keyboard.press('Enter');
    await tabTo(olena, page.getByRole('button', { name: t('settings.signOut') }));
    await keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: t('auth.signIn.title') })).toBeVisible();
  });
});
