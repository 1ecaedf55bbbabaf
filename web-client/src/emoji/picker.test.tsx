import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { client } from '@tests/client';
import { render } from '@tests/render';
import { createElement, Fragment, type ReactElement } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { noteEmojiUse } from '@/store/emoji/frequent';
import { setSkinTone } from '@/store/emoji/tone';
import { EmojiPicker } from './EmojiPicker';

vi.mock('virtua', () => ({
  Virtualizer: ({
    data,
    children,
  }: {
    data: unknown[];
    children: (item: unknown, at: number) => ReactElement;
  }) => createElement(Fragment, null, ...data.slice(0, 12).map(children)),
}));

const onChoose = vi.fn();
const onClose = vi.fn();
const field = () => screen.findByRole('combobox', { name: 'Search emoji' });
const first = () => screen.getAllByRole('option')[0];

async function open(): Promise<void> {
  const beside = { current: document.body };
  render(<EmojiPicker isOpen label="Emoji" beside={beside} onChoose={onChoose} onClose={onClose} />);
  await waitFor(() => expect(screen.getAllByRole('option').length).toBeGreaterThan(20));
}

beforeEach(() => {
  onChoose.mockClear();
  localStorage.clear();
  setSkinTone(client, 0);
});

describe('the picker', () => {
  it('takes what the arrows have reached with Enter', async () => {
    await open();
    await userEvent.type(await field(), 'fire{ArrowRight}{ArrowLeft}{Enter}');
    expect(onChoose).toHaveBeenCalledExactlyOnceWith('🔥');
    expect(onClose).toHaveBeenCalled();
  });

  it('does not change its order while it is open', async () => {
    await open();
    const before = first()?.textContent;
    act(() => {
      for (let uses = 0; uses < 9; uses += 1) noteEmojiUse(client, '🦊');
    });
    expect(first()?.textContent).toBe(before);
  });

  it('has what was used most first when it opens again', async () => {
    for (let uses = 0; uses < 9; uses += 1) noteEmojiUse(client, '🦊');
    await open();
    expect(first()).toHaveTextContent('🦊');
  });

  it('remembers the skin tone, and shows all emoji that have one in it', async () => {
    await open();
    await userEvent.click(screen.getByRole('button', { name: 'Skin tone' }));
    await userEvent.click(screen.getByRole('button', { name: 'Dark skin tone' }));
    await userEvent.type(await field(), 'waving hand{Enter}');
    expect(onChoose).toHaveBeenCalledWith('👋🏿');
    expect(Object.values(localStorage)).toContain('5');
  });

  it('says so when nothing is found', async () => {
    await open();
    await userEvent.type(await field(), 'no such thing');
    expect(screen.getByRole('status')).toHaveTextContent('No emoji found');
    await userEvent.type(await field(), '{Enter}');
    expect(onChoose).not.toHaveBeenCalled();
  });
});
