import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { client } from '@tests/client';
import { signedIn } from '@tests/person';
import { answer, passwordNeeded, show } from '@tests/screen';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { onLeaving, sessionStore } from '@/api/session';
import * as download from '@/lib/download';
import { DataSection } from './DataSection';

vi.mock('@/lib/download', async (load) => ({ ...(await load<typeof download>()), saveFile: vi.fn() }));

beforeEach(() => void signedIn());
afterEach(() => {
  vi.clearAllMocks();
  vi.unstubAllGlobals();
});

const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole('button', { name }));

describe('my data', () => {
  it('come as a file with the name the server gave it', async () => {
    const headers = {
      'Content-Type': 'application/zip',
      'Content-Disposition': 'attachment; filename="chatspace-olena.zip"',
    };
    vi.stubGlobal('fetch', async () => new Response('archive', { headers }));
    await show(<DataSection />);
    await press('Завантажити мої дані');
    await waitFor(() => expect(download.saveFile).toHaveBeenCalledOnce());
    const [file, name] = vi.mocked(download.saveFile).mock.calls[0] ?? [];
    expect([await file?.text(), name]).toEqual(['archive', 'chatspace-olena.zip']);
  });

  it('are not made twice at once', async () => {
    answer({ 'POST /users/@me/export': [409, { code: 0, message: 'x' }] });
    await show(<DataSection />);
    await press('Завантажити мої дані');
    expect(await screen.findByRole('alert')).toHaveTextContent('Архів уже готується.');
  });
});

describe('deleting the account', () => {
  const begin = async () => {
    await press(/Видалити мій обліковий запис/);
    expect(await screen.findByRole('alertdialog', { name: 'Видалення облікового запису' })).toBeVisible();
  };

  it('needs the user name to be typed', async () => {
    answer({});
    await show(<DataSection />);
    await begin();
    const submit = screen.getByRole('button', { name: 'Видалити назавжди' });
    expect(submit).toBeDisabled();
    await userEvent.type(screen.getByLabelText(/введіть olena/), 'olen');
    expect(submit).toBeDisabled();
    await userEvent.keyboard('a');
    expect(submit).toBeEnabled();
  });

  it('erases the messages when asked to, and ends the session here', async () => {
    const left = vi.fn();
    onLeaving(client, left);
    const calls = answer({ 'POST /users/@me/delete': [204] });
    await show(<DataSection />);
    await begin();
    await userEvent.click(screen.getByRole('radio', { name: /^Видалити/ }));
    await userEvent.type(screen.getByLabelText(/введіть olena/), 'olena');
    await press('Видалити назавжди');
    await waitFor(() => expect(sessionStore(client).getState().status).toBe('signed-out'));
    expect(calls).toEqual([{ route: 'POST /users/@me/delete', body: { messages: 'erase' } }]);
    expect(left).toHaveBeenCalledOnce();
  });

  it('keeps the messages unless told otherwise, and says what stands in the way', async () => {
    const calls = answer({ 'POST /users/@me/delete': [400, { code: 50055, message: 'x' }] });
    await show(<DataSection />);
    await begin();
    await userEvent.type(screen.getByLabelText(/введіть olena/), 'olena');
    await press('Видалити назавжди');
    expect(await screen.findByRole('alert')).toHaveTextContent('Ви ще володієте серверами.');
    expect(calls[0]?.body).toEqual({ messages: 'keep' });
    expect(sessionStore(client).getState().status).toBe('signed-in');
  });

  it('does not happen when the question for the password is left', async () => {
    const calls = answer({ 'POST /users/@me/delete': passwordNeeded });
    await show(<DataSection />);
    await begin();
    await userEvent.type(screen.getByLabelText(/введіть olena/), 'olena');
    await press('Видалити назавжди');
    await screen.findByRole('dialog', { name: 'Підтвердьте, що це ви' });
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Підтвердьте, що це ви' })).toBeNull());
    expect([calls.length, sessionStore(client).getState().status]).toEqual([1, 'signed-in']);
    expect(screen.getByRole('alertdialog', { name: 'Видалення облікового запису' })).toBeVisible();
  });
});
