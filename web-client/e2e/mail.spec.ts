/** Links from emails, or from the operator without a mail server: opened in any browser, valid once. */
import { emailOf, PASSWORD } from './support/api';
import type { Meet } from './support/fixtures';
import { test as base, expect } from './support/fixtures';
import { MailServer } from './support/mail-server';
import type { Person } from './support/person';
import type { Server } from './support/server';
import { LOCALES } from './support/words';

const test = base.extend<{ post: MailServer }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the needed fixtures from this pattern.
  post: async ({}, use) => {
    const post = await MailServer.open();
    await use(post);
    await post.close();
  },
});

const NEW_PASSWORD = 'an entirely new battery';

/** From now on the server sends its emails there. */
async function sendsMail(server: Server, post: MailServer): Promise<void> {
  await server.stop();
  await server.start(post.settings);
}

/** Opens a link, whose secret must not remain in the address bar. */
async function opensLink(person: Person, link: string): Promise<void> {
  expect(link).toMatch(/^\/link\/\w+#.{20,}$/);
  const [path = ''] = link.split('#');
  await person.open(link);
  await expect(person.page).toHaveURL(new RegExp(`${path}$`));
}

const presses = ({ page }: Person, name: string) => page.getByRole('button', { name, exact: true }).click();
const reads = ({ page }: Person, title: string) =>
  expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();

/** A user who has only the link. */
async function stranger(meet: Meet): Promise<Person> {
  return meet('stranger');
}

const SUBJECTS = { en: 'Confirm your registration', uk: 'Підтвердьте реєстрацію' };

for (const language of LOCALES) {
  test(`registration is confirmed by the link of a letter (${language})`, async ({
    server,
    meet,
    post,
    refuses,
  }) => {
    refuses(400, '/auth/register/confirm');
    refuses(400, '/auth/login');
    await server.api.register('olena');
    await sendsMail(server, post);
    const taras = await meet('taras', { language });
    const { page, t } = taras;
    await taras.open('/register');
    await taras.register('Taras');
    await reads(taras, t('auth.pending.title'));
    await expect(page.getByRole('status').filter({ hasText: taras.email })).toBeFocused();
    const letter = await post.emailTo(taras.email);
    expect(letter.subject).toContain(SUBJECTS[language]);

    await taras.open('/login');
    await taras.signIn();
    await expect(page.getByText(t('error.field.login'))).toBeVisible();
    await test.step('opening it spends nothing', async () => {
      const scanner = await stranger(meet);
      await opensLink(scanner, letter.link);
      await reads(scanner, scanner.t('link.register.title'));
    });
    await opensLink(taras, letter.link);
    await presses(taras, t('link.register.submit'));
    await expect(taras.rail).toBeVisible();
    await page.reload();
    await expect(page.getByRole('button', { name: t('shell.profile', { name: 'Taras' }) })).toBeVisible();

    await test.step('it is good once', async () => {
      const late = await stranger(meet);
      await opensLink(late, letter.link);
      await presses(late, late.t('link.register.submit'));
      await reads(late, late.t('link.dead.title'));
      await late.page.reload();
      await reads(late, late.t('link.missing.title'));
    });
  });
}

test('a taken address gets the same answer, and its owner a letter', async ({ server, meet, post }) => {
  await server.api.register('olena');
  await sendsMail(server, post);
  const mallory = await meet('mallory');
  const { page, t } = mallory;
  await mallory.open('/register');
  await page.getByLabel(t('auth.email')).fill(emailOf('olena'));
  await page.getByLabel(t('auth.username')).fill('mallory');
  await page.getByRole('textbox', { name: t('auth.password'), exact: true }).fill(PASSWORD);
  await presses(mallory, t('auth.register.submit'));
  await reads(mallory, t('auth.pending.title'));
  const letter = await post.emailTo(emailOf('olena'));
  expect([letter.subject.includes('already have an account'), letter.link]).toEqual([true, '']);
});

test('a forgotten password is set anew in another browser, and all sessions end', async ({
  server,
  meet,
  post,
  refuses,
}) => {
  refuses(400, '/auth/reset');
  refuses(400, '/auth/login');
  await server.api.register('olena');
  await sendsMail(server, post);
  const olena = await meet('olena');
  const { page, t } = olena;
  await olena.arrives();
  const other = await meet('olena');
  await other.open('/login');
  await other.page.getByRole('link', { name: t('auth.forgot') }).click();
  await reads(other, t('auth.forgot.title'));
  await other.page.getByLabel(t('auth.email')).fill(olena.email);
  await presses(other, t('auth.forgot.submit'));
  await reads(other, t('auth.forgot.sent.title'));
  const { link } = await post.emailTo(olena.email);

  const phone = await meet('olena');
  await opensLink(phone, link);
  await reads(phone, t('link.reset.title'));
  const field = phone.page.getByRole('textbox', { name: t('auth.newPassword'), exact: true });
  await field.fill('short');
  await presses(phone, t('link.reset.submit'));
  await expect(phone.page.getByText(t('error.field.password'))).toBeVisible();
  await expect(olena.rail).toBeVisible();
  await field.fill(NEW_PASSWORD);
  await presses(phone, t('link.reset.submit'));
  await reads(phone, t('link.reset.done.title'));
  await olena.isAskedToSignIn();
  expect((await post.emailTo(olena.email)).subject).toContain('was reset');

  await olena.signIn();
  await expect(page.getByText(t('error.field.login'))).toBeVisible();
  await olena.signIn(NEW_PASSWORD);
  await expect(olena.rail).toBeVisible();
  const late = await stranger(meet);
  await opensLink(late, link);
  await late.page.getByRole('textbox', { name: t('auth.newPassword'), exact: true }).fill(PASSWORD);
  await presses(late, t('link.reset.submit'));
  await reads(late, t('link.dead.title'));
  await expect(late.page.getByRole('link', { name: t('link.dead.reset') })).toBeVisible();
});

test('an address is confirmed by the letter that is sent again', async ({ server, meet, post }) => {
  await server.api.register('olena');
  await sendsMail(server, post);
  const olena = await meet('olena');
  const { page, t } = olena;
  await olena.arrives();
  const banner = page.getByRole('status').filter({ hasText: olena.email });
  await expect(banner).toBeVisible();
  await presses(olena, t('settings.email.resend'));
  const { link } = await post.emailTo(olena.email);
  await olena.opensSettings('account');
  await expect(olena.card('settings.email')).toContainText(t('settings.email.unverified'));

  const phone = await stranger(meet);
  await opensLink(phone, link);
  await presses(phone, t('link.verify.submit'));
  await reads(phone, t('link.verify.done.title'));
  await page.reload();
  await expect(olena.card('settings.email')).toContainText(t('settings.email.verified'));
  await olena.open('/');
  await expect(olena.rail).toBeVisible();
  await expect(banner).toBeHidden();
});

test('a new address is confirmed by its link, and the old one can take it back', async ({
  server,
  meet,
  refuses,
}) => {
  refuses(400, '/auth/email/confirm');
  refuses(400, '/auth/login');
  const operator = await server.api.register('olena');
  await server.api.register('taras');
  const taras = await meet('taras');
  const { page, t } = taras;
  const address = 'taras@elsewhere.example';
  await taras.arrives();
  await taras.opensSettings('account');
  const card = taras.card('settings.email');
  await presses(taras, t('settings.email.change'));
  await card.getByLabel(t('settings.email.new'), { exact: true }).fill(address);
  await presses(taras, t('settings.email.change'));
  await expect(card).toContainText(address);
  await expect(card.getByText(taras.email, { exact: true })).toBeVisible();

  // Without a mail server, the operator reveals the links and passes them on.
  const linkTo = async (kind: string, to: string) => {
    let id = '';
    await expect(async () => {
      const letter = (await operator.emails()).find((written) => written.kind === kind && written.to === to);
      expect(letter).toMatchObject({ state: 'unsent', has_link: true });
      id = letter?.id ?? '';
    }).toPass({ timeout: 20_000 });
    const { pathname, hash } = new URL(await operator.revealLink(id));
    return pathname + hash;
  };
  const [confirm, revert] = [await linkTo('email', address), await linkTo('revert', taras.email)];
  const phone = await stranger(meet);
  await opensLink(phone, confirm);
  await presses(phone, t('link.email.submit'));
  await reads(phone, t('link.email.done.title'));
  await page.reload();
  await expect(card.getByText(address, { exact: true })).toBeVisible();
  await expect(card).toContainText(t('settings.email.verified'));
  await expect(card).not.toContainText(taras.email);

  const late = await stranger(meet);
  await opensLink(late, confirm);
  await presses(late, t('link.email.submit'));
  await reads(late, t('link.dead.title'));
  await opensLink(phone, revert);
  await presses(phone, t('link.revert.submit'));
  await reads(phone, t('link.revert.done.title'));
  await taras.isAskedToSignIn();
  await taras.signIn(PASSWORD, address);
  await expect(page.getByText(t('error.field.login'))).toBeVisible();
  await taras.signIn();
  await expect(taras.rail).toBeVisible();
});
