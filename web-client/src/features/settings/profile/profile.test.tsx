import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { client } from '@tests/client';
import { signedIn } from '@tests/person';
import { answer, formError, show } from '@tests/screen';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sessionStore } from '@/api/session';
import * as images from '@/lib/image-files';
import { ProfileSection } from './ProfileSection';

vi.mock('@/lib/image-files', async (load) => ({
  ...(await load<typeof images>()),
  readImage: vi.fn(),
  cutSquare: vi.fn(),
}));

afterEach(() => {
  vi.clearAllMocks();
  vi.unstubAllGlobals();
});

const save = () => userEvent.click(screen.getByRole('button', { name: 'Зберегти' }));
const retype = async (label: string, text: string) => {
  await userEvent.clear(screen.getByLabelText(label));
  if (text !== '') await userEvent.type(screen.getByLabelText(label), text);
};

describe('the profile', () => {
  it('sends only what changed; an empty field is no value', async () => {
    const me = signedIn({ bio: 'Колишнє' });
    const calls = answer({ 'PATCH /users/@me': [200, { ...me, global_name: null, bio: '' }] });
    await show(<ProfileSection />);
    await retype('Ім’я для показу', '');
    await retype('Про себе', '');
    await save();
    await waitFor(() =>
      expect(calls).toEqual([{ route: 'PATCH /users/@me', body: { global_name: null, bio: null } }]),
    );
    expect(await screen.findByText('Збережено')).toBeInTheDocument();
    expect(sessionStore(client).getState().user).toMatchObject({ global_name: null, bio: '' });
  });

  it('asks nothing of the server when nothing changed', async () => {
    signedIn();
    const calls = answer({});
    await show(<ProfileSection />);
    await save();
    expect(await screen.findByText('Збережено')).toBeInTheDocument();
    expect(calls).toEqual([]);
  });

  it('says at the user name that it is taken', async () => {
    signedIn();
    answer({ 'PATCH /users/@me': formError('username', 'USERNAME_ALREADY_TAKEN') });
    await show(<ProfileSection />);
    await retype('Ім’я користувача', 'taras');
    await save();
    expect(await screen.findByText('Це ім’я вже зайняте. Спробуйте інше.')).toBeVisible();
  });

  it('counts characters as people do, and sends nothing too long', async () => {
    signedIn();
    const calls = answer({});
    await show(<ProfileSection />);
    await userEvent.click(screen.getByLabelText('Про себе'));
    await userEvent.paste('🌳'.repeat(188));
    expect(screen.getByText('залишилося 2 символи')).toBeVisible();
    await userEvent.paste('🌳🌳🌳');
    await save();
    expect((await screen.findAllByText('на 1 символ забагато')).length).toBeGreaterThan(0);
    expect(calls).toEqual([]);
  });
});

describe('the image', () => {
  const file = new File(['x'], 'me.png', { type: 'image/png' });
  const image = { file, url: 'blob:me', width: 900, height: 500 };
  const choose = async (chosen: File) => {
    const input = document.querySelector('input[type=file]');
    if (!(input instanceof HTMLInputElement)) throw new Error('there is nothing to choose a file with');
    await userEvent.upload(input, chosen, { applyAccept: false });
  };

  it('is cut by the keyboard alone and sent', async () => {
    const me = signedIn();
    vi.stubGlobal('URL', Object.assign(URL, { revokeObjectURL: vi.fn() }));
    vi.mocked(images.readImage).mockResolvedValue(image);
    vi.mocked(images.cutSquare).mockResolvedValue(new File(['square'], 'picture', { type: 'image/webp' }));
    const calls = answer({ 'PUT /users/@me/avatar': [200, { ...me, avatar: '0'.repeat(32) }] });
    await show(<ProfileSection />);
    await choose(file);
    (await screen.findByRole('slider', { name: 'Положення по горизонталі' })).focus();
    await userEvent.keyboard('{Home}');
    expect(screen.getByRole('slider', { name: 'Положення по вертикалі' })).toBeDisabled();
    await userEvent.click(screen.getByRole('button', { name: 'Використати' }));
    await waitFor(() => expect(sessionStore(client).getState().user?.avatar).toBe('0'.repeat(32)));
    expect(images.cutSquare).toHaveBeenCalledWith(image, { left: 0, top: 0, side: 500 }, 512);
    expect(calls[0]?.body).toContain('image/webp');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('that moves is cut like the others, and told to stand still', async () => {
    const me = signedIn();
    const moving = { ...image, file: new File(['gif'], 'me.gif', { type: 'image/gif' }) };
    vi.mocked(images.readImage).mockResolvedValue(moving);
    vi.mocked(images.cutSquare).mockResolvedValue(new File(['square'], 'picture', { type: 'image/webp' }));
    const calls = answer({ 'PUT /users/@me/avatar': [200, { ...me, avatar: '0'.repeat(32) }] });
    await show(<ProfileSection />);
    await choose(moving.file);
    expect(await screen.findByText(/Із GIF залишиться тільки перший кадр/)).toBeVisible();
    screen.getByRole('slider', { name: 'Положення по горизонталі' }).focus();
    await userEvent.keyboard('{End}');
    await userEvent.click(screen.getByRole('button', { name: 'Використати' }));
    await waitFor(() => expect(calls[0]?.body).toContain('image/webp'));
    expect(images.cutSquare).toHaveBeenCalledWith(moving, { left: 400, top: 0, side: 500 }, 512);
  });

  it.each([
    [415, { code: 50046, message: 'x' }, 'Підтримуються лише зображення PNG, JPEG, GIF і WebP.'],
    [422, { code: 50046, message: 'x' }, 'Зображення пошкоджене або завелике за розмірами.'],
    [413, { code: 40005, message: 'x' }, 'Файл завеликий.'],
  ])('that the server refuses with %d leaves the window open', async (status, body, words) => {
    signedIn();
    vi.mocked(images.readImage).mockResolvedValue(image);
    vi.mocked(images.cutSquare).mockResolvedValue(file);
    answer({ 'PUT /users/@me/avatar': [status, body] });
    await show(<ProfileSection />);
    await choose(file);
    await userEvent.click(await screen.findByRole('button', { name: 'Використати' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(words);
    expect(screen.getByRole('dialog')).toBeVisible();
  });

  it('is refused here when the browser cannot read it', async () => {
    signedIn();
    vi.mocked(images.readImage).mockRejectedValue(new images.ImageError('broken'));
    const calls = answer({});
    await show(<ProfileSection />);
    await choose(file);
    expect(await screen.findByRole('alert')).toHaveTextContent('Зображення пошкоджене');
    expect(calls).toEqual([]);
  });

  it('can be taken away, and the focus goes on to choosing another', async () => {
    const me = signedIn({ avatar: '0'.repeat(32) });
    const calls = answer({ 'PATCH /users/@me': [200, { ...me, avatar: null }] });
    await show(<ProfileSection />);
    await userEvent.click(screen.getByRole('button', { name: 'Прибрати' }));
    await waitFor(() => expect(sessionStore(client).getState().user?.avatar).toBeNull());
    expect(calls[0]?.body).toEqual({ avatar: null });
    expect(screen.queryByRole('button', { name: 'Прибрати' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Завантажити зображення' })).toHaveFocus();
  });
});
