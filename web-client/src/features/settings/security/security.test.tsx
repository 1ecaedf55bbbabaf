import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { signedIn } from '@tests/person';
import { answer, show } from '@tests/screen';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as download from '@/lib/download';
import { SecuritySection } from './SecuritySection';

vi.mock('@/lib/download', async (load) => ({ ...(await load<typeof download>()), saveFile: vi.fn() }));

const setup = { secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/ChatSpace:olena?secret=JBSWY3DPEHPK3PXP' };
const codes = ['aaaa-1111', 'bbbb-2222'];

afterEach(() => {
  vi.clearAllMocks();
  vi.unstubAllGlobals();
});

const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }));

describe('the second factor', () => {
  it('is set up with the secret as a picture and as text, and proved with a code', async () => {
    const me = signedIn();
    const calls = answer({
      'POST /auth/totp': [200, setup],
      'POST /auth/totp/confirm': [200, { codes }],
      'GET /users/@me': [200, { ...me, mfa_enabled: true }],
    });
    await show(<SecuritySection />);
    await press('Налаштувати двофакторну автентифікацію');
    expect(await screen.findByRole('img', { name: 'QR-код для автентифікатора' })).toBeVisible();
    expect(screen.getByText('JBSW Y3DP EHPK 3PXP')).toBeVisible();
    await userEvent.type(screen.getByLabelText('Код із застосунку'), '123 456{Enter}');
    const shown = await screen.findByRole('alertdialog', { name: 'Коди відновлення' });
    expect(
      within(shown)
        .getAllByRole('listitem')
        .map((item) => item.textContent),
    ).toEqual(codes);
    expect(calls[1]).toEqual({ route: 'POST /auth/totp/confirm', body: { code: '123456' } });
    await press('Коди збережено');
    expect(await screen.findByText('Увімкнено')).toBeVisible();
    await waitFor(() => expect(screen.queryByText('aaaa-1111')).toBeNull());
  });

  it('says at the code that it is wrong, and stays off', async () => {
    signedIn();
    answer({
      'POST /auth/totp': [200, setup],
      'POST /auth/totp/confirm': [400, { code: 60008, message: 'x' }],
    });
    await show(<SecuritySection />);
    await press('Налаштувати двофакторну автентифікацію');
    await userEvent.type(await screen.findByLabelText('Код із застосунку'), '000000{Enter}');
    expect(await screen.findByText(/Код неправильний або вже використаний/)).toBeVisible();
  });

  it('has recovery codes that can be saved as a file and made anew', async () => {
    signedIn({ mfa_enabled: true });
    const calls = answer({ 'POST /auth/totp/recovery-codes': [200, { codes }] });
    await show(<SecuritySection />);
    await press('Нові коди відновлення');
    await press('Створити нові');
    await screen.findByText('bbbb-2222');
    await press('Зберегти файлом');
    const [file, name] = vi.mocked(download.saveFile).mock.calls[0] ?? [];
    expect([await file?.text(), name]).toEqual(['aaaa-1111\nbbbb-2222\n', 'chatspace-recovery-codes.txt']);
    expect(calls.map(({ route }) => route)).toEqual(['POST /auth/totp/recovery-codes']);
  });

  it('is turned off after a question', async () => {
    const me = signedIn({ mfa_enabled: true });
    const calls = answer({
      'DELETE /auth/totp': [204],
      'GET /users/@me': [200, { ...me, mfa_enabled: false }],
    });
    await show(<SecuritySection />);
    await press('Вимкнути двофакторну автентифікацію');
    expect(calls).toEqual([]);
    await press('Вимкнути');
    expect(
      await screen.findByRole('button', { name: 'Налаштувати двофакторну автентифікацію' }),
    ).toBeVisible();
  });
});
