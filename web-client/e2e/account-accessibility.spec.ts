/** Accessibility of the account screens: axe in each theme and language, keyboard only, a phone. */
import { clean } from './support/axe';
import { expect, test } from './support/fixtures';
import { png } from './support/images';
import { tabTo } from './support/keyboard';
import { MailServer } from './support/mail-server';
import type { Person } from './support/person';
import { totpCode } from './support/totp';
import { LOCALES } from './support/words';

const SECTIONS = ['profile', 'account', 'security', 'devices', 'appearance', 'data'] as const;
const LINKS = ['register', 'verify', 'email', 'revert', 'reset'] as const;
const FAKE_LINK = 'A'.repeat(43);

test.use({ contextOptions: { reducedMotion: 'reduce' } });

/** Enables the second factor; the recovery codes stay on the screen. */
async function setsUpSecondFactor({ page, t }: Person, onTheWay?: () => Promise<void>): Promise<string> {
  await page.getByRole('button', { name: t('settings.totp.setUp') }).click();
  const setUp = page.getByRole('dialog', { name: t('settings.totp.setUp') });
  const secret = (await setUp.locator('code').innerText()).replaceAll(' ', '');
  await onTheWay?.();
  await setUp.getByLabel(t('settings.totp.code'), { exact: true }).fill(totpCode(secret));
  await page.keyboard.press('Enter');
  await page.getByRole('alertdialog', { name: t('settings.recovery') }).waitFor();
  return secret;
}

for (const language of LOCALES) {
  test.describe(`axe finds nothing (${language})`, () => {
    test.describe.configure({ timeout: 180_000 });

    test('on the pages of links and letters', async ({ server, meet, refuses }) => {
      refuses(400, '/auth/email/verify');
      await server.api.register('olena');
      const visitor = await meet('visitor', { language });
      const { page, t } = visitor;
      await visitor.open('/forgot');
      await page.getByText(t('auth.forgot.noMail')).waitFor();
      await clean(visitor, 'a forgotten password where no mail is sent');
      for (const kind of LINKS) {
        // A new page each time, as when it is opened from an email.
        await page.goto('about:blank');
        await visitor.open(`/link/${kind}#${FAKE_LINK}`);
        await page.getByRole('button', { name: t(`link.${kind}.submit`) }).waitFor();
        await clean(visitor, `a link of the kind ${kind}`);
      }
      await page.goto('about:blank');
      await visitor.open(`/link/verify#${FAKE_LINK}`);
      await page.getByRole('button', { name: t('link.verify.submit') }).click();
      await page.getByText(t('link.dead.title')).waitFor();
      await clean(visitor, 'a dead link');
      await page.reload();
      await page.getByText(t('link.missing.title')).waitFor();
      await clean(visitor, 'a link without its secret');

      const post = await MailServer.open();
      await server.stop();
      await server.start(post.settings);
      await visitor.open('/forgot');
      await page.getByLabel(t('auth.email')).fill(visitor.email);
      await clean(visitor, 'a forgotten password');
      await page.getByRole('button', { name: t('auth.forgot.submit') }).click();
      await page.getByText(t('auth.forgot.sent.title')).waitFor();
      await clean(visitor, 'a link on its way');
      await visitor.open('/register');
      await visitor.register('Visitor');
      await page.getByText(t('auth.pending.title')).waitFor();
      await clean(visitor, 'a registration on its way');
      await post.close();
    });

    test('in the settings', async ({ server, meet, refuses }) => {
      refuses(403, '/auth/login');
      refuses(403, '/auth/totp');
      await server.api.register('olena');
      const olena = await meet('olena', { language });
      const { page, t } = olena;
      await olena.arrives();
      for (const section of SECTIONS) {
        await olena.opensSettings(section);
        await page.getByRole('region').first().waitFor();
        if (section === 'devices') await page.getByRole('time').first().waitFor();
        await clean(olena, `the settings, ${section}`);
      }
      await page.getByRole('button', { name: t('settings.delete.begin') }).click();
      await page.getByRole('alertdialog').waitFor();
      await clean(olena, 'before the account is deleted');

      await olena.opensSettings('profile');
      await page.locator('input[type="file"]').setInputFiles({
        name: 'me.png',
        mimeType: 'image/png',
        buffer: png(20, 120, 90),
      });
      await page.getByRole('dialog', { name: t('crop.title') }).waitFor();
      await clean(olena, 'cutting a picture');
      await page.keyboard.press('Escape');

      await olena.opensSettings('account');
      await page.getByRole('button', { name: t('settings.email.change') }).click();
      await page.getByRole('button', { name: t('settings.password.change') }).click();
      await page.getByText(t('error.field.required')).first().waitFor();
      await clean(olena, 'the settings, account, with mistakes');

      await olena.opensSettings('security');
      await setsUpSecondFactor(olena, () => clean(olena, 'setting up the second factor'));
      await clean(olena, 'the recovery codes');
      await page.getByRole('button', { name: t('settings.recovery.done') }).click();
      await page.getByText(t('settings.totp.on')).waitFor();
      await clean(olena, 'the settings, security, with a second factor');
      await page.route('**/api/v10/auth/totp', (route) =>
        route.fulfill({ status: 403, json: { code: 200001, message: 'Confirm your password first.' } }),
      );
      await page.getByRole('button', { name: t('settings.totp.disable') }).click();
      await page.getByRole('button', { name: t('settings.totp.disable.submit'), exact: true }).click();
      await page.getByRole('dialog', { name: t('auth.confirm.title') }).waitFor();
      await clean(olena, 'the question for the password');
      await page.keyboard.press('Escape');

      await olena.open('/');
      await olena.signOut();
      await olena.signIn();
      await page.getByText(t('auth.secondFactor.title')).waitFor();
      await clean(olena, 'signing in with a code');
    });
  });
}

test('profile and security are changed by keyboard alone', async ({ server, meet }) => {
  test.slow();
  await server.api.register('olena');
  const olena = await meet('olena');
  const { page, t } = olena;
  const { keyboard } = page;
  await olena.arrives();
  await tabTo(olena, page.getByRole('link', { name: t('shell.settings') }));
  await keyboard.press('Enter');

  await test.step('the profile', async () => {
    await tabTo(olena, page.getByLabel(t('settings.account.name'), { exact: true }));
    await keyboard.press('ControlOrMeta+A');
    await keyboard.type('Olena of the garden');
    await tabTo(olena, page.getByLabel(t('settings.profile.bio'), { exact: true }));
    await keyboard.type('Lindens.');
    await tabTo(olena, page.getByRole('button', { name: t('common.save') }));
    await keyboard.press('Enter');
    await expect(page.getByText(t('common.saved')).first()).toBeVisible();
  });

  await test.step('the second factor', async () => {
    await tabTo(olena, page.getByRole('link', { name: t('settings.security') }), 'Shift+Tab');
    await keyboard.press('Enter');
    await tabTo(olena, page.getByRole('button', { name: t('settings.totp.setUp') }));
    await keyboard.press('Enter');
    const setUp = page.getByRole('dialog', { name: t('settings.totp.setUp') });
    const secret = (await setUp.locator('code').innerText()).replaceAll(' ', '');
    await tabTo(olena, setUp.getByRole('button', { name: t('settings.totp.copySecret') }));
    await keyboard.press('Enter');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
    await tabTo(olena, setUp.getByLabel(t('settings.totp.code'), { exact: true }));
    await keyboard.type(totpCode(secret));
    await keyboard.press('Enter');
    const codes = page.getByRole('alertdialog', { name: t('settings.recovery') });
    await tabTo(olena, codes.getByRole('button', { name: t('settings.recovery.done') }));
    await keyboard.press('Enter');
    await expect(page.getByText(t('settings.totp.on'))).toBeVisible();
  });

  await test.step('and its end; the focus is never lost', async () => {
    await tabTo(olena, page.getByRole('button', { name: t('settings.totp.disable') }));
    await keyboard.press('Enter');
    const question = page.getByRole('alertdialog', { name: t('settings.totp.disable') });
    await tabTo(
      olena,
      question.getByRole('button', { name: t('settings.totp.disable.submit'), exact: true }),
    );
    await keyboard.press('Enter');
    await expect(page.getByRole('button', { name: t('settings.totp.setUp') })).toBeVisible();
    await tabTo(olena, page.getByRole('button', { name: t('settings.totp.setUp') }));
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 });

  const fits = async ({ page }: Person) => {
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(390);
  };

  test('every part of the settings and every link fits', async ({ server, meet }) => {
    await server.api.register('olena');
    const olena = await meet('olena');
    const { page, t } = olena;
    for (const kind of LINKS) {
      await page.goto('about:blank');
      await olena.open(`/link/${kind}#${FAKE_LINK}`);
      await page.getByRole('button', { name: t(`link.${kind}.submit`) }).waitFor();
      await fits(olena);
    }
    await olena.open('/forgot');
    await page.getByText(t('auth.forgot.noMail')).waitFor();
    await fits(olena);

    await olena.open('/login');
    await olena.signIn();
    await page.getByRole('link', { name: t('shell.settings') }).tap();
    for (const section of SECTIONS) {
      await page.getByRole('link', { name: t(`settings.${section}`), exact: true }).tap();
      await page.getByRole('region').first().waitFor();
      if (section === 'devices') await page.getByRole('time').first().waitFor();
      await fits(olena);
      await clean(olena, `the settings on a phone, ${section}`);
      await page.getByRole('link', { name: t('settings.toList') }).tap();
    }
    await olena.opensSettings('security');
    await setsUpSecondFactor(olena, () => fits(olena));
    await fits(olena);
  });
});
