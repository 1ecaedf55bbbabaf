import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { instance, signedIn } from '@tests/person';
import { answer, formError, passwordNeeded, show } from '@tests/screen';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AccountSection } from './AccountSection';
import { EmailBanner } from './EmailBanner';

const mail = { 'GET /chatspace/instance': [200, instance] as [number, unknown] };
const noMail = { 'GET /chatspace/instance': [200, { ...instance, sends_mail: false }] as [number, unknown] };

afterEach(() => vi.unstubAllGlobals());

const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }));
/** Requests of the page by itself are ignored. */
const ASKED_ANYWAY = new Set(['GET /chatspace/instance', 'GET /auth/credentials']);
const routesOf = (calls: { route: string }[]) =>
  calls.map(({ route }) => route).filter((route) => !ASKED_ANYWAY.has(route));

describe('the address', () => {
  it('is shown with whether it is confirmed', async () => {
    signedIn({ verified: true });
    answer(mail);
    await show(<AccountSection />);
    expect(screen.getByText('olena@example.org')).toBeVisible();
    expect(screen.getByText('Підтверджено')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Надіслати лист ще раз' })).toBeNull();
  });

  it('that is not confirmed can have its letter sent again', async () => {
    signedIn({ verified: false });
    const calls = answer({ ...mail, 'POST /auth/email/resend': [202] });
    await show(<AccountSection />);
    await press('Надіслати лист ще раз');
    expect(await screen.findByText('Лист надіслано на olena@example.org')).toBeInTheDocument();
    expect(routesOf(calls)).toEqual(['POST /auth/email/resend']);
  });

  it('changes after the password was shown, and waits for the new one to be confirmed', async () => {
    const me = signedIn();
    const pending = { ...me, chatspace: { ...me.chatspace, pending_email: 'new@example.org' } };
    let fresh = false;
    const calls = answer({
      ...mail,
      'POST /auth/email': () => (fresh ? [202] : passwordNeeded),
      'POST /auth/reauthenticate': () => {
        fresh = true;
        return [204];
      },
      'GET /users/@me': [200, pending],
    });
    await show(<AccountSection />);
    await press('Змінити адресу');
    await userEvent.type(screen.getByLabelText('Нова адреса'), 'new@example.org{Enter}');
    const question = await screen.findByRole('dialog', { name: 'Підтвердьте, що це ви' });
    await userEvent.type(within(question).getByLabelText('Пароль'), 'correct horse battery{Enter}');
    expect(await screen.findByText('new@example.org')).toBeVisible();
    expect(screen.getByText(/Доки посилання не відкрито, діє поточна адреса/)).toBeVisible();
    expect(routesOf(calls)).toEqual([
      'POST /auth/email',
      'POST /auth/reauthenticate',
      'POST /auth/email',
      'GET /users/@me',
    ]);
  });

  it('stays, and so does what was typed, when the question for the password is left', async () => {
    signedIn();
    const calls = answer({ ...mail, 'POST /auth/email': passwordNeeded });
    await show(<AccountSection />);
    await press('Змінити адресу');
    await userEvent.type(screen.getByLabelText('Нова адреса'), 'new@example.org{Enter}');
    await screen.findByRole('dialog', { name: 'Підтвердьте, що це ви' });
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(screen.getByLabelText('Нова адреса')).toHaveValue('new@example.org');
    expect(screen.queryByRole('alert')).toBeNull();
    expect(routesOf(calls)).toEqual(['POST /auth/email']);
  });
});

describe('the password', () => {
  const change = async () => {
    await userEvent.type(screen.getByLabelText('Поточний пароль'), 'old password here');
    await userEvent.type(screen.getByLabelText('Новий пароль'), 'correct horse battery{Enter}');
  };

  it('changes, and the fields are empty afterwards', async () => {
    signedIn();
    const calls = answer({ ...mail, 'POST /auth/password': [204] });
    await show(<AccountSection />);
    await change();
    expect(await screen.findByText('Пароль змінено')).toBeInTheDocument();
    expect(calls.find(({ route }) => route === 'POST /auth/password')?.body).toEqual({
      current_password: 'old password here',
      new_password: 'correct horse battery',
    });
    expect(screen.getByLabelText('Новий пароль')).toHaveValue('');
  });

  it('is asked for with a code where there is a second factor', async () => {
    signedIn({ verified: true, mfa_enabled: true });
    const calls = answer({
      ...mail,
      'POST /auth/email': passwordNeeded,
      'POST /auth/reauthenticate': [400, { code: 60008, message: 'x' }],
    });
    await show(<AccountSection />);
    await press('Змінити адресу');
    await userEvent.type(screen.getByLabelText('Нова адреса'), 'new@example.org{Enter}');
    const dialog = within(await screen.findByRole('dialog', { name: 'Підтвердьте, що це ви' }));
    await userEvent.type(dialog.getByLabelText('Пароль'), 'correct horse battery');
    await userEvent.type(dialog.getByLabelText('Код'), '123 456');
    await userEvent.click(dialog.getByRole('button', { name: 'Продовжити' }));
    expect(await dialog.findByText(/Код неправильний/)).toBeVisible();
    expect(calls.find(({ route }) => route === 'POST /auth/reauthenticate')?.body).toEqual({
      password: 'correct horse battery',
      code: '123 456',
    });
  });

  it.each([
    ['current_password', 'PASSWORD_WRONG', 'Поточний пароль', 'Неправильний пароль.'],
    ['new_password', 'BASE_TYPE_BAD_LENGTH', 'Новий пароль', 'Від 10 до 128 символів.'],
    ['new_password', 'PASSWORD_TOO_COMMON', 'Новий пароль', /надто поширений/],
  ])('that will not do is said at the field (%s, %s)', async (field, code, label, words) => {
    signedIn();
    answer({ ...mail, 'POST /auth/password': formError(field, code) });
    await show(<AccountSection />);
    await change();
    expect(await screen.findByText(words)).toBeVisible();
    expect(screen.getByLabelText(label)).toBeInvalid();
  });
});

describe('the line about an address that is not confirmed', () => {
  it('offers the letter again and can be put away', async () => {
    signedIn({ verified: false });
    const calls = answer({ ...mail, 'POST /auth/email/resend': [202] });
    await show(<EmailBanner />);
    await press('Надіслати лист ще раз');
    await waitFor(() => expect(routesOf(calls)).toEqual(['POST /auth/email/resend']));
    await userEvent.click(screen.getAllByRole('button', { name: 'Закрити' })[0] as HTMLElement);
    expect(screen.queryByText(/ще не підтверджено/)).toBeNull();
  });

  it('is not there where no mail is sent, nor for a confirmed address', async () => {
    signedIn({ verified: false });
    const calls = answer(noMail);
    await show(<EmailBanner />);
    await waitFor(() => expect(calls).toHaveLength(1));
    expect(screen.queryByText(/ще не підтверджено/)).toBeNull();
  });
});
