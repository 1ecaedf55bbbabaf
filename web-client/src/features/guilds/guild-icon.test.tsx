import { cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { answer, show } from '@tests/screen';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import en from '@/i18n/en.json';
import * as images from '@/lib/image-files';
import type { GuildEntity } from '@/store/selectors';
import { GuildSettingsDialog } from './GuildSettingsDialog';

vi.mock('@/lib/image-files', async (load) => ({
  ...(await load<typeof images>()),
  readImage: vi.fn(),
  cutSquare: vi.fn(),
  dropImage: vi.fn(),
}));

const guild = { id: '5', name: 'Липа', owner_id: '1', icon: null, description: null } as GuildEntity;
const file = new File(['picture'], 'garden.png', { type: 'image/png' });
const image = { file, url: 'blob:garden', width: 900, height: 500 };

const settings = (icon: string | null = null) => (
  <GuildSettingsDialog guild={{ ...guild, icon }} isOpen onClose={() => {}} />
);
const choose = () => userEvent.upload(document.querySelector('input[type="file"]') as HTMLInputElement, file);

beforeEach(() => {
  vi.mocked(images.readImage).mockResolvedValue(image);
  vi.mocked(images.cutSquare).mockResolvedValue(new File(['square'], 'picture', { type: 'image/webp' }));
});
afterEach(() => {
  vi.clearAllMocks();
  vi.unstubAllGlobals();
});

describe('the image of a guild', () => {
  it('is cut to the square that is wanted, and put up', async () => {
    const calls = answer({ 'PUT /guilds/5/icon': [200, {}] });
    await show(settings());
    expect(screen.queryByRole('button', { name: 'Прибрати' })).toBeNull();
    await choose();
    (await screen.findByRole('slider', { name: 'Положення по горизонталі' })).focus();
    await userEvent.keyboard('{End}');
    await userEvent.click(screen.getByRole('button', { name: 'Використати' }));
    expect(await screen.findByText('Піктограму змінено')).toBeInTheDocument();
    expect(images.cutSquare).toHaveBeenCalledWith(image, { left: 400, top: 0, side: 500 }, 512);
    expect(calls.map(({ route }) => route)).toEqual(['PUT /guilds/5/icon']);
    expect(calls[0]?.body).toContain('image/webp');
    expect(await screen.findByRole('dialog', { name: 'Налаштування сервера' })).toBeVisible();
    expect(images.dropImage).toHaveBeenCalledWith(image);
  });

  it('stays as it was when the cutting is left, and so do the settings', async () => {
    const calls = answer({});
    await show(settings());
    await choose();
    await screen.findByRole('dialog', { name: 'Обрізати зображення' });
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Обрізати зображення' })).toBeNull());
    expect(screen.getByRole('dialog', { name: 'Налаштування сервера' })).toBeVisible();
    expect(calls).toEqual([]);
  });

  it('is taken down, and the focus goes on to choosing another', async () => {
    const calls = answer({ 'PATCH /guilds/5': [200, {}] });
    await show(settings('abc'));
    await userEvent.click(screen.getByRole('button', { name: 'Прибрати' }));
    await waitFor(() => expect(calls).toEqual([{ route: 'PATCH /guilds/5', body: { icon: null } }]));
    await waitFor(() => expect(screen.getByRole('button', { name: 'Змінити зображення' })).toHaveFocus());
  });

  it('says what was wrong with it, here or on the server', async () => {
    answer({ 'PUT /guilds/5/icon': [413, { code: 40005, message: 'x' }] });
    await show(settings(), 'en');
    await choose();
    await userEvent.click(await screen.findByRole('button', { name: en['crop.use'] }));
    expect(await screen.findByText(en['error.fileTooLarge'])).toBeVisible();
    cleanup();

    vi.mocked(images.readImage).mockRejectedValue(new images.ImageError('broken'));
    await show(settings(), 'en');
    await choose();
    expect(await screen.findByText(en['error.imageBroken'])).toBeVisible();
  });
});
