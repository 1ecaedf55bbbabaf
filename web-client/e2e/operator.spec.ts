/** Administration: registration, accounts, and unsent emails. */
import { expect, test } from './support/fixtures';
import type { Person } from './support/person';
import { conversation, forgetsPassword } from './support/scenes';

/** Opens a section of the administration as the operator. */
async function operates(person: Person, section: 'users' | 'registration' | 'emails'): Promise<void> {
  await person.open(`/operator/${section}`);
  await expect(
    person.page.getByRole('heading', { level: 2, name: person.t(`operator.${section}`) }),
  ).toBeVisible();
}

const rowOf = ({ page }: Person, username: string) =>
  page.getByRole('listitem').filter({ hasText: `@${username}` });

async function acts(person: Person, name: string, item: string): Promise<void> {
  await person.page.getByRole('button', { name: person.t('operator.actions', { name }) }).click();
  await person.page.getByRole('menuitem', { name: item }).click();
}

test('the first account is welcomed, and says who may come in', async ({ meet }) => {
  const olena = await meet('olena');
  const { page, t } = olena;
  await olena.open('/');
  await expect(page.getByRole('heading', { name: t('welcome.title') })).toBeVisible();
  await page.getByLabel(t('auth.email')).fill(olena.email);
  await page.getByLabel(t('auth.username')).fill('olena');
  await page.getByRole('textbox', { name: t('auth.password'), exact: true }).fill('correct horse battery');
  await page.getByRole('button', { name: t('welcome.submit') }).click();
  await page.getByText(t('operator.registration.invite'), { exact: true }).click();
  await page.getByRole('button', { name: t('welcome.access.submit') }).click();
  await expect(olena.rail).toBeVisible();

  const taras = await meet('taras');
  await taras.open('/register');
  await expect(taras.page.getByText(t('auth.register.inviteOnly'))).toBeVisible();

  // Navigation from the user panel, and another choice.
  await page.getByRole('button', { name: t('shell.profile', { name: 'olena' }) }).click();
  await page.getByRole('link', { name: t('profile.operate') }).click();
  await page.getByRole('link', { name: t('operator.registration') }).click();
  const anybody = page.getByRole('radio', { name: t('operator.registration.open') });
  await page.getByText(t('operator.registration.open'), { exact: true }).click();
  await expect(page.getByText(t('common.saved')).first()).toBeVisible();
  await expect(anybody).toBeChecked();
  await taras.page.reload();
  await expect(taras.page.getByRole('button', { name: t('auth.register.submit') })).toBeVisible();
});

test('an account is found, disabled with all its sessions, and enabled again', async ({
  server,
  meet,
  refuses,
}) => {
  refuses(400, '/auth/login');
  refuses(401, '/auth/refresh');
  const { olena, taras } = await conversation(server, meet);
  const { page, t } = olena;
  await operates(olena, 'users');
  await page.getByLabel(t('operator.users.search')).fill('tar');
  await expect(rowOf(olena, 'olena')).toHaveCount(0);
  await acts(olena, 'Taras', t('operator.disable'));
  const question = page.getByRole('alertdialog', { name: t('operator.disable') });
  await question.getByRole('button', { name: t('operator.disable.submit'), exact: true }).click();
  await expect(rowOf(olena, 'taras')).toContainText(t('operator.tag.disabled'));
  await expect(taras.page.getByRole('heading', { name: t('auth.signIn.title') })).toBeVisible();
  await taras.signIn();
  await expect(taras.page.getByRole('alert').or(taras.page.getByText(t('error.field.login')))).toBeVisible();

  await acts(olena, 'Taras', t('operator.enable'));
  await page
    .getByRole('alertdialog', { name: t('operator.enable') })
    .getByRole('button', { name: t('operator.enable.submit'), exact: true })
    .click();
  await expect(rowOf(olena, 'taras')).not.toContainText(t('operator.tag.disabled'));
  await taras.page.reload();
  await taras.signIn();
  await expect(taras.rail).toBeVisible();
});

test('another operator is made, and can do the same', async ({ server, meet }) => {
  const { olena, taras } = await conversation(server, meet);
  const { page, t } = olena;
  await taras.open('/operator');
  await expect(taras.page.getByText(t('operator.denied.title'))).toBeVisible();
  await operates(olena, 'users');
  await acts(olena, 'Taras', t('operator.promote'));
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: t('operator.promote.submit'), exact: true })
    .click();
  await expect(rowOf(olena, 'taras')).toContainText(t('operator.tag.operator'));
  await operates(taras, 'users');
  await expect(rowOf(taras, 'olena')).toBeVisible();
});

test('who lost the password comes back by a link that the operator passes on', async ({ server, meet }) => {
  const { olena, taras } = await conversation(server, meet);
  const { page, t } = olena;
  await taras.signOut();
  await operates(olena, 'users');
  await acts(olena, 'Taras', t('operator.link'));
  await page.getByRole('button', { name: t('operator.link.submit') }).click();
  const field = page.getByLabel(t('operator.link.label', { name: 'Taras' }));
  const link = new URL(await field.inputValue());
  expect(link.pathname).toBe('/link/reset');

  await taras.open(`${link.pathname}${link.hash}`);
  const password = 'a wholly other battery';
  await taras.page.getByRole('textbox', { name: t('auth.newPassword'), exact: true }).fill(password);
  await taras.page.getByRole('button', { name: t('link.reset.submit') }).click();
  await expect(taras.page.getByRole('heading', { name: t('link.reset.done.title') })).toBeVisible();
  await taras.open('/login');
  await taras.page.getByLabel(t('auth.email')).fill(taras.email);
  await taras.page.getByRole('textbox', { name: t('auth.password'), exact: true }).fill(password);
  await taras.page.getByRole('button', { name: t('auth.signIn.submit') }).click();
  await expect(taras.rail).toBeVisible();
});

test('a letter that no mail server took waits with its link', async ({ server, meet }) => {
  const { olena, taras } = await conversation(server, meet);
  const { page, t } = olena;
  await forgetsPassword(server, 'taras');
  await operates(olena, 'emails');
  const row = page.getByRole('listitem').filter({ hasText: taras.email });
  await expect(row.first()).toContainText(t('operator.email.reset'));
  // The list refreshes by itself.
  await expect(row.first()).toContainText(t('operator.email.state.unsent'), { timeout: 30_000 });
  const link = row.first().getByRole('textbox', { name: t('operator.email.link', { to: taras.email }) });
  const reveal = row
    .first()
    .getByRole('button', { name: t('operator.email.reveal.label', { to: taras.email }) });
  await expect(link).toHaveCount(0);
  await reveal.click();
  await expect(link).toHaveValue(/\/link\/reset#/);
  await expect(row.first()).toContainText(t('operator.email.revealed'));
  await page.reload();
  await expect(row.first()).toContainText(t('operator.email.state.unsent'));
  await expect(reveal).toHaveCount(0);
  await expect(link).toHaveCount(0);
});
