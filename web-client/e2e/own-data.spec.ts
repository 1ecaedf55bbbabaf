/** Exporting a user's data, and deleting the account. */
import { readFileSync } from 'node:fs';
import { expect, test } from './support/fixtures';
import type { Person } from './support/person';
import { conversation } from './support/scenes';

async function deletesAccount(person: Person, messages: 'keep' | 'erase'): Promise<void> {
  const { page, t, name } = person;
  await person.opensSettings('data');
  await page.getByRole('button', { name: t('settings.delete.begin') }).click();
  const question = page.getByRole('alertdialog', { name: t('settings.delete') });
  const submit = question.getByRole('button', { name: t('settings.delete.submit') });
  await question.getByText(t(`settings.delete.${messages}.words`)).click();
  await expect(submit).toBeDisabled();
  await question.getByLabel(t('settings.delete.confirm', { username: name })).fill(name);
  await submit.click();
  await person.isAskedToSignIn();
}

test('my data come as an archive', async ({ server, meet }) => {
  const { olena } = await conversation(server, meet);
  const { page, t } = olena;
  await olena.says('To be taken along');
  await olena.sees('To be taken along');
  await olena.opensSettings('data');
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: t('settings.export.submit') }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toMatch(/^[\w.-]+\.zip$/);
  const archive = readFileSync(await download.path());
  expect(archive.subarray(0, 2).toString('latin1')).toBe('PK');
  await expect(page.getByText(t('settings.export.done')).first()).toBeVisible();
  await olena.opensSettings('devices');
  await expect(olena.card('settings.events')).toContainText(t('settings.event.data_exported'));
});

test('who goes with all messages is gone for the others at once', async ({ server, meet, refuses }) => {
  refuses(400, '/auth/login');
  const { olena, taras } = await conversation(server, meet);
  await taras.says('First of Taras', 'Second of Taras');
  await olena.says('An answer');
  await olena.sees('First of Taras', 'Second of Taras', 'An answer');
  await olena.seesOnline('Taras');
  await deletesAccount(taras, 'erase');

  await expect(olena.member('Taras')).toHaveCount(0);
  await olena.seesNot('First of Taras', 'Second of Taras');
  await olena.sees('An answer');
  await olena.page.reload();
  await olena.sees('An answer');
  await olena.seesNot('First of Taras');
  await taras.signIn();
  await expect(taras.page.getByText(taras.t('error.field.login'))).toBeVisible();
});

test('who goes without them leaves words without a name', async ({ server, meet }) => {
  const { olena, taras, api, channel } = await conversation(server, meet);
  await taras.says('Words that stay');
  await olena.sees('Words that stay');
  const [{ id = '', author } = {}] = (await api.messages(channel)).slice(-1);
  await api.say(channel, `An answer to <@${author?.id}>`, { message_reference: { message_id: id } });
  await olena.sees('An answer');
  await expect(olena.log).toContainText('@Taras');
  await deletesAccount(taras, 'keep');

  const { page, t } = olena;
  const hasNoName = async () => {
    await expect(olena.messages.first()).toContainText(t('user.gone'));
    await expect(olena.message('An answer to')).toContainText(`@${t('user.gone')}`);
    await expect(olena.member('Taras')).toHaveCount(0);
    await expect(olena.messages.filter({ hasText: /taras|deleted_user_/i })).toHaveCount(0);
  };
  await hasNoName();
  await page.reload();
  await hasNoName();
  await expect(page.locator('body')).not.toContainText(/taras|deleted_user_/i);
  await olena.messages
    .first()
    .getByRole('button', { name: t('user.gone') })
    .click();
  const card = page.getByRole('dialog', { name: t('profile.title', { name: t('user.gone') }) });
  await expect(card).toBeVisible();
  await expect(card).not.toContainText('deleted_user_');
});

test('who owns a server is told what stands in the way', async ({ server, meet, refuses }) => {
  refuses(400, '/users/@me/delete');
  const { olena } = await conversation(server, meet);
  const { page, t } = olena;
  await olena.opensSettings('data');
  await page.getByRole('button', { name: t('settings.delete.begin') }).click();
  const question = page.getByRole('alertdialog', { name: t('settings.delete') });
  await question.getByLabel(t('settings.delete.confirm', { username: 'olena' })).fill('olena');
  await question.getByRole('button', { name: t('settings.delete.submit') }).click();
  await expect(question.getByRole('alert')).toHaveText(t('error.guildOwned'));
});
