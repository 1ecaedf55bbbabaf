/** Account security: the password, the devices, the second factor. */
import { PASSWORD } from './support/api';
import { expect, test } from './support/fixtures';
import type { Person } from './support/person';
import { totpCode } from './support/totp';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const NEW_PASSWORD = 'an entirely new battery';

async function changesPassword({ page, t }: Person, from: string, to: string): Promise<void> {
  await page.getByRole('textbox', { name: t('settings.password.current'), exact: true }).fill(from);
  await page.getByRole('textbox', { name: t('auth.newPassword'), exact: true }).fill(to);
  await page.getByRole('button', { name: t('settings.password.change') }).click();
}

test('a new password signs the other browser out and keeps this one', async ({ server, meet, refuses }) => {
  refuses(400, '/auth/password');
  refuses(400, '/auth/login');
  refuses(401, '/auth/refresh');
  await server.api.register('olena');
  const [here, there] = [await meet('olena'), await meet('olena')];
  for (const browser of [here, there]) {
    await browser.arrives();
  }
  const { page, t } = here;
  await here.opensSettings('account');
  await changesPassword(here, 'not my password', NEW_PASSWORD);
  await expect(page.getByText(t('error.field.passwordWrong'))).toBeVisible();
  await expect(there.rail).toBeVisible();
  await changesPassword(here, PASSWORD, NEW_PASSWORD);
  await expect(page.getByText(t('settings.password.changed')).first()).toBeVisible();

  await there.isAskedToSignIn();
  await there.page.reload();
  await there.isAskedToSignIn();
  await there.signIn();
  await expect(there.page.getByText(t('error.field.login'))).toBeVisible();
  await there.signIn(NEW_PASSWORD);
  await expect(there.rail).toBeVisible();
  await page.reload();
  await expect(here.card('settings.password')).toBeVisible();
});

test('devices are listed, and one or all others can be ended', async ({ server, meet }) => {
  await server.api.register('olena');
  const here = await meet('olena');
  const there = await meet('olena', { userAgent: FIREFOX });
  for (const browser of [here, there]) {
    await browser.arrives();
  }
  const { page, t } = here;
  const name = t('settings.devices.client', { program: 'Firefox', system: 'Linux' });
  await here.opensSettings('devices');
  const sessions = here.card('settings.sessions').getByRole('listitem');
  // Both browsers, and the call that created the account.
  await expect(sessions).toHaveCount(3);
  await expect(sessions.first()).toContainText(t('settings.sessions.current'));
  await expect(here.card('settings.events').getByText(t('settings.event.login'))).not.toHaveCount(0);
  await expect(here.card('settings.events')).toContainText(name);

  await page.getByRole('button', { name: t('settings.sessions.end.label', { name }) }).click();
  await there.isAskedToSignIn();
  await expect(sessions).toHaveCount(2);
  await expect(sessions.filter({ hasText: name })).toHaveCount(0);

  await there.signIn();
  await expect(there.rail).toBeVisible();
  await page.reload();
  await expect(sessions).toHaveCount(3);
  await page.getByRole('button', { name: t('settings.sessions.endOthers') }).click();
  const question = page.getByRole('alertdialog', { name: t('settings.sessions.endOthers') });
  await question.getByRole('button', { name: t('settings.sessions.end'), exact: true }).click();
  await there.isAskedToSignIn();
  await expect(sessions).toHaveCount(1);
  await page.reload();
  await expect(here.card('settings.events')).toContainText(t('settings.event.logout_all'));
});

test('a second factor is set up and asked for; a recovery code stands in for it', async ({
  server,
  meet,
  refuses,
}) => {
  refuses(400, '/auth/totp/confirm');
  refuses(400, '/auth/login');
  refuses(403, '/auth/login');
  await server.api.register('olena');
  const olena = await meet('olena');
  const { page, t } = olena;
  const signsInWith = async (code: string) => {
    await olena.signIn();
    await expect(page.getByRole('heading', { name: t('auth.secondFactor.title') })).toBeVisible();
    await page.getByLabel(t('auth.code'), { exact: true }).fill(code);
    await page.getByRole('button', { name: t('auth.signIn.submit') }).click();
  };
  await olena.arrives();
  await olena.opensSettings('security');
  await page.getByRole('button', { name: t('settings.totp.setUp') }).click();
  const setUp = page.getByRole('dialog', { name: t('settings.totp.setUp') });
  const secret = (await setUp.locator('code').innerText()).replaceAll(' ', '');
  const first = totpCode(secret);
  const code = setUp.getByLabel(t('settings.totp.code'), { exact: true });
  await code.fill(first === '000000' ? '111111' : '000000');
  await setUp.getByRole('button', { name: t('settings.totp.enable') }).click();
  await expect(setUp.getByText(t('error.field.code'))).toBeVisible();
  await code.fill(first);
  await setUp.getByRole('button', { name: t('settings.totp.enable') }).click();
  const shown = page.getByRole('alertdialog', { name: t('settings.recovery') });
  await expect(shown.getByRole('listitem')).toHaveCount(10);
  const [recovery = ''] = await shown.getByRole('listitem').allInnerTexts();
  await shown.getByRole('button', { name: t('settings.recovery.done') }).click();
  await expect(page.getByText(t('settings.totp.on'))).toBeVisible();

  await page.getByRole('link', { name: t('settings.back') }).click();
  await olena.signOut();

  await test.step('a code of the app lets in, once', async () => {
    await signsInWith(first);
    await expect(page.getByText(t('error.field.code'))).toBeVisible();
    await page.getByLabel(t('auth.code'), { exact: true }).fill(totpCode(secret, 1));
    await page.getByRole('button', { name: t('auth.signIn.submit') }).click();
    await expect(olena.rail).toBeVisible();
    await olena.signOut();
  });

  await test.step('a recovery code lets in, once', async () => {
    await signsInWith(recovery);
    await expect(olena.rail).toBeVisible();
    await olena.signOut();
    await signsInWith(recovery);
    await expect(page.getByText(t('error.field.code'))).toBeVisible();
  });
});

test('the second factor is turned off, and the password alone lets in again', async ({ server, meet }) => {
  await server.api.register('olena');
  const olena = await meet('olena');
  const { page, t } = olena;
  await olena.arrives();
  await olena.opensSettings('security');
  await page.getByRole('button', { name: t('settings.totp.setUp') }).click();
  const setUp = page.getByRole('dialog', { name: t('settings.totp.setUp') });
  const secret = (await setUp.locator('code').innerText()).replaceAll(' ', '');
  await setUp.getByLabel(t('settings.totp.code'), { exact: true }).fill(totpCode(secret));
  await page.keyboard.press('Enter');
  const shown = page.getByRole('alertdialog', { name: t('settings.recovery') });
  await expect(shown.getByRole('listitem')).toHaveCount(10);
  const old = await shown.getByRole('listitem').allInnerTexts();
  await shown.getByRole('button', { name: t('settings.recovery.done') }).click();

  await page.getByRole('button', { name: t('settings.totp.renew') }).click();
  const renewing = page.getByRole('alertdialog', { name: t('settings.totp.renew') });
  await renewing.getByRole('button', { name: t('settings.totp.renew.submit') }).click();
  await expect(shown.getByRole('listitem')).toHaveCount(10);
  expect(old).not.toContain((await shown.getByRole('listitem').allInnerTexts())[0]);
  await shown.getByRole('button', { name: t('settings.recovery.done') }).click();

  await page.getByRole('button', { name: t('settings.totp.disable') }).click();
  const question = page.getByRole('alertdialog', { name: t('settings.totp.disable') });
  await question.getByRole('button', { name: t('settings.totp.disable.submit'), exact: true }).click();
  await expect(page.getByRole('button', { name: t('settings.totp.setUp') })).toBeVisible();
  await page.getByRole('link', { name: t('settings.back') }).click();
  await olena.signOut();
  await olena.signIn();
  await expect(olena.rail).toBeVisible();
  await olena.opensSettings('devices');
  for (const event of ['totp_enabled', 'recovery_codes_renewed', 'totp_disabled'] as const) {
    await expect(olena.card('settings.events')).toContainText(t(`settings.event.${event}`));
  }
});

test('what touches the safety of the account asks for the password once more', async ({
  server,
  meet,
  refuses,
}) => {
  refuses(400, '/auth/reauthenticate');
  refuses(403, '/auth/totp');
  await server.api.register('olena');
  const olena = await meet('olena');
  const { page, t } = olena;
  await olena.arrives();
  await olena.opensSettings('security');
  // As after five minutes: a test cannot set the clock of the server.
  const isStale = () =>
    page.route(
      '**/api/v10/auth/totp',
      (route) =>
        route.fulfill({ status: 403, json: { code: 200001, message: 'Confirm your password first.' } }),
      { times: 1 },
    );
  const begin = page.getByRole('button', { name: t('settings.totp.setUp') });
  const question = page.getByRole('dialog', { name: t('auth.confirm.title') });
  const setUp = page.getByRole('dialog', { name: t('settings.totp.setUp') });

  await isStale();
  await begin.click();
  await expect(question).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(setUp).toBeHidden();

  await isStale();
  await begin.click();
  const password = question.getByRole('textbox', { name: t('auth.password'), exact: true });
  await expect(password).toBeFocused();
  await password.fill('not my password');
  await page.keyboard.press('Enter');
  await expect(question.getByText(t('error.field.passwordWrong'))).toBeVisible();
  const proof = page.waitForResponse((answer) => answer.url().endsWith('/auth/reauthenticate'));
  await password.fill(PASSWORD);
  await page.keyboard.press('Enter');
  expect((await proof).status()).toBe(204);
  await expect(setUp.locator('code')).toBeVisible();
});
