/** Direct messages in each theme and language, without findings of axe; and on a phone. */
import { clean } from './support/axe';
import { choosesAbove, conversation, conversations, opensDms, three, writesTo } from './support/dms';
import { expect, test } from './support/fixtures';
import type { Person } from './support/person';
import { LOCALES } from './support/words';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

for (const language of LOCALES) {
  test.describe(`axe finds nothing (${language})`, () => {
    test.describe.configure({ timeout: 180_000 });

    test('in direct messages', async ({ server, meet }) => {
      const { olena, taras, apis, channel } = await three(server, meet, language);
      const { page, t } = olena;
      const dialog = page.getByRole('dialog');
      await opensDms(olena);
      await page.getByRole('heading', { level: 1, name: t('shell.home.title', { name: 'Olena' }) }).waitFor();
      await clean(olena, 'nothing yet');
      await conversations(olena)
        .getByRole('button', { name: t('dms.new'), exact: true })
        .click();
      await dialog.getByRole('option', { name: 'Taras' }).click();
      await clean(olena, 'choosing whom to write to');
      await dialog.getByRole('button', { name: t('dms.new.submit'), exact: true }).click();
      await olena.says('Hello');
      await opensDms(taras);
      await conversation(taras, 'Olena').getByRole('link').click();
      await taras.types('typ');
      await olena.typing('Taras').waitFor();
      await clean(olena, 'a conversation of two');
      await conversation(olena, 'Taras').getByRole('link').click({ button: 'right' });
      await page.getByRole('menu').waitFor();
      await clean(olena, 'the menu of a conversation');
      await page.keyboard.press('Escape');
      await page
        .getByRole('main')
        .getByRole('button', { name: t('dms.profileOf', { name: 'Taras' }) })
        .click();
      await page.getByText('@taras').waitFor();
      await clean(olena, 'a profile');
      await page.keyboard.press('Escape');
      await choosesAbove(olena, t('user.block'));
      await page.getByText(t('dm.blocked')).waitFor();
      await clean(olena, 'a conversation with somebody who is blocked');
      await taras.says('Are you there?');
      await taras.page.getByText(t('timeline.notSent.refused')).waitFor();
      await clean(taras, 'a message that is not taken');

      await apis.taras.say(channel, 'Good evening');
      await olena.opensGuild('Book club');
      await page.getByText(t('user.blocked.message')).waitFor();
      await clean(olena, 'a folded message');
      await olena.opensSettings('privacy');
      await olena.card('settings.blocks').getByText('@taras').waitFor();
      await clean(olena, 'privacy');
      await olena.open('/dm/1');
      await page.getByText(t('shell.dmGone.title')).waitFor();
      await clean(olena, 'no such conversation');
    });

    test('in a group', async ({ server, meet }) => {
      const { olena, taras } = await three(server, meet, language);
      const { page, t } = olena;
      const dialog = page.getByRole('dialog');
      await opensDms(olena);
      await writesTo(olena, 'Taras', 'Marta');
      await opensDms(taras);
      await conversations(taras).getByRole('listitem').getByRole('link').click();
      await choosesAbove(taras, taras.t('dms.change'));
      await taras.page.getByRole('dialog').getByLabel(taras.t('dms.name')).fill('Picnic');
      await clean(taras, 'changing a group');
      await taras.page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'Picnic' }).waitFor();
      await olena.sees(t('timeline.group.renamed', { author: 'Taras', name: 'Picnic' }));
      await clean(olena, 'a group');
      await choosesAbove(olena, t('dms.add'));
      await dialog.waitFor();
      await clean(olena, 'adding people');
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
      await choosesAbove(olena, t('dms.leave'));
      await page.getByRole('alertdialog').waitFor();
      await clean(olena, 'the question before leaving');
    });
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  async function fits(person: Person): Promise<void> {
    const wide = await person.page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(390);
  }

  test('one goes from the rail to the list, the conversation and its people, and back', async ({
    server,
    meet,
  }) => {
    test.slow();
    const { olena } = await three(server, meet);
    const { page, t } = olena;
    await page.getByRole('link', { name: t('shell.back') }).tap();
    await olena.rail.getByRole('link', { name: t('shell.dms') }).tap();
    await conversations(olena).waitFor();
    await fits(olena);
    await writesTo(olena, 'Taras', 'Marta');
    await olena.says('A rather long first message, so that it takes more than one line on this small screen');
    await fits(olena);
    // The pointer rests where the dialog's button was, on a button that would show its name.
    await page.mouse.move(0, 0);
    await expect(page.getByRole('tooltip')).toBeHidden();
    await clean(olena, 'a group on a phone');
    await page.getByRole('button', { name: t('dms.users.show') }).tap();
    const people = page.getByRole('complementary', { name: t('shell.recipients') });
    await people.getByText('Marta').waitFor();
    await fits(olena);
    await clean(olena, 'its people on a phone');
    await page.goBack();
    await olena.composer.waitFor();
    await page.getByRole('link', { name: t('dms.back') }).tap();
    await conversations(olena).getByRole('listitem').waitFor();
    await fits(olena);
    await clean(olena, 'the list on a phone');
  });
});

test('everything goes by the keyboard', async ({ server, meet }) => {
  const { olena, apis } = await three(server, meet);
  const { page, t } = olena;
  await apis.olena.say(olena.page.url().split('/').at(-1) ?? '', 'Hello, all');
  await opensDms(olena);
  const open = conversations(olena).getByRole('button', { name: t('dms.new'), exact: true });
  for (const name of ['Taras', 'Marta']) {
    await open.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('searchbox').pressSequentially(name);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: t('dms.users.takeOut', { name }) })).toBeVisible();
    await page.getByRole('button', { name: t('dms.new.submit'), exact: true }).press('Enter');
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    await olena.composer.focus();
    await page.keyboard.type(`Hello, ${name}`);
    await page.keyboard.press('Enter');
    await olena.sees(`Hello, ${name}`);
  }
  await page.keyboard.press('Alt+ArrowDown');
  await expect(page.getByRole('heading', { level: 1, name: 'Taras' })).toBeVisible();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(page.getByRole('heading', { level: 1, name: 'Marta' })).toBeVisible();
});
