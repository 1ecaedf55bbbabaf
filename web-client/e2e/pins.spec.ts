/** Pinned messages: by keyboard and pointer, live for others, in both languages, on a phone. */
import { clean } from './support/axe';
import { expect, test } from './support/fixtures';
import type { Person } from './support/person';
import { conversation } from './support/scenes';
import { LOCALES } from './support/words';

const button = ({ page, t }: Person, isNew = false) =>
  page.getByRole('button', { name: t(isNew ? 'timeline.pins.new' : 'timeline.pins'), exact: true });
const list = ({ page, t }: Person) => page.getByRole('dialog', { name: t('timeline.pins') });

/** Focuses a message and presses P. */
async function pressesP(person: Person, words: string): Promise<void> {
  const message = person.messages.filter({ hasText: words }).last();
  await message.focus();
  await person.page.keyboard.press('p');
}

test('a pin is told to everybody, listed, jumped to, and taken away again', async ({ server, meet }) => {
  const { olena, taras, api, channel } = await conversation(server, meet);
  await api.say(channel, 'The rules are here');
  for (let n = 1; n <= 60; n += 1) await api.say(channel, `Line ${n}`);
  await olena.sees('Line 60');
  await olena.page.reload();
  await olena.sees('Line 60');

  await test.step('by keyboard; everybody sees who pinned', async () => {
    await pressesP(olena, 'Line 60');
    await taras.sees(taras.t('timeline.pinned', { author: 'Olena' }));
    await expect(button(taras, true)).toBeVisible();
    // One's own pins are nothing new.
    await olena.sees(olena.t('timeline.pinned', { author: 'Olena' }));
    await expect(button(olena)).toBeVisible();
  });

  await test.step('the list has the newest first, and leads to the message', async () => {
    const rules = (await api.messages(channel)).find(({ content }) => content === 'The rules are here');
    await api.pin(channel, rules?.id ?? '');
    await button(taras, true).click();
    await expect(list(taras).getByRole('listitem')).toHaveText([/The rules are here/, /Line 60/]);
    await expect(button(taras, true)).toBeHidden();
    const jump = taras.t('timeline.pins.jump.label', { author: 'Olena' });
    await list(taras).getByRole('button', { name: jump }).first().click();
    await taras.sees('The rules are here');
  });

  await test.step('who may not pin sees no way to', async () => {
    await button(taras).click();
    await expect(list(taras).getByRole('button', { name: taras.t('timeline.unpin') })).toHaveCount(0);
    await taras.page.keyboard.press('Escape');
  });

  await test.step('it asks before it is taken away', async () => {
    await button(olena, true).click();
    await list(olena)
      .getByRole('button', { name: olena.t('timeline.unpin') })
      .first()
      .click();
    const question = olena.page.getByRole('alertdialog', { name: olena.t('timeline.unpin.title') });
    await question.getByRole('button', { name: olena.t('timeline.unpin') }).click();
    await expect(list(olena).getByRole('listitem')).toHaveText([/Line 60/]);
    await list(olena)
      .getByRole('button', { name: olena.t('timeline.unpin') })
      .click();
    await question.getByRole('button', { name: olena.t('timeline.unpin') }).click();
    await expect(list(olena)).toContainText(olena.t('timeline.pins.none'));
  });
});

for (const language of LOCALES) {
  test(`axe finds nothing in pinned messages (${language})`, async ({ server, meet }) => {
    const { olena, api, channel } = await conversation(server, meet, { language });
    const { page } = olena;
    await button(olena).click();
    await expect(list(olena)).toContainText(olena.t('timeline.pins.none'));
    await clean(olena, 'no pins');
    await page.keyboard.press('Escape');
    await api.pin(channel, (await api.say(channel, 'The rules')).id);
    await button(olena, true).click();
    await expect(list(olena).getByRole('listitem')).toHaveCount(1);
    await clean(olena, 'a pin');
    await page.setViewportSize({ width: 390, height: 844 });
    await clean(olena, 'a pin on a phone');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(390);
  });
}
