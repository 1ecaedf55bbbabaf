import { fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { show } from '@tests/screen';
import { beforeEach, describe, expect, it } from 'vitest';
import { keysOf, resetAllKeys } from '@/keyboard/custom-keys';
import { KeyboardSection } from './KeyboardSection';

const row = (name: string) => {
  const found = screen.getByText(name).closest('li');
  if (found === null) throw new Error(`${name} is in no row`);
  return within(found);
};
const records = async (name: string) => {
  await userEvent.click(screen.getByRole('button', { name: `Change: ${name}` }));
  return screen.getByRole('button', { name: /^Press keys…/ });
};

beforeEach(async () => {
  resetAllKeys();
  await show(<KeyboardSection />, 'en');
});

describe('the shortcuts in the settings', () => {
  it('are all there, and those that are bound to their key cannot be changed', () => {
    expect(row('Next channel').getByText('↓')).toBeVisible();
    expect(screen.queryByRole('button', { name: /^Change: Send/ })).toBeNull();
    expect(screen.getByRole('button', { name: 'Reset all' })).toBeDisabled();
  });

  it('take the keys that are pressed, and the focus comes back', async () => {
    const recorder = await records('Next channel');
    expect(recorder).toHaveFocus();
    fireEvent.keyDown(recorder, { key: 'Control', code: 'ControlLeft', ctrlKey: true });
    fireEvent.keyDown(recorder, { key: 'j', code: 'KeyJ', ctrlKey: true });
    expect(keysOf('channel.next')).toEqual(['Control+KeyJ']);
    expect(row('Next channel').getByText('J')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Change: Next channel' })).toHaveFocus();
  });

  it('say who has the keys, and leave or take them', async () => {
    fireEvent.keyDown(await records('Next channel'), { key: 'k', code: 'KeyK', ctrlKey: true });
    expect(row('Next channel').getByRole('status')).toHaveTextContent(
      'Ctrl+K is already used for “Quick switcher',
    );
    expect(keysOf('channel.next')).toEqual(['Alt+ArrowDown']);
    await userEvent.click(screen.getByRole('button', { name: 'Use it here instead' }));
    expect(keysOf('channel.next')).toEqual(['Control+KeyK']);
    expect(row('Quick switcher: servers, channels, people').getByText('None')).toBeVisible();
  });

  it('refuse a letter that is needed for typing, and say so', async () => {
    fireEvent.keyDown(await records('Next channel'), { key: 'j', code: 'KeyJ' });
    expect(row('Next channel').getByRole('status')).toHaveTextContent('Combine it with Ctrl');
    expect(keysOf('channel.next')).toEqual(['Alt+ArrowDown']);
  });

  it('stay as they were with Esc, and with Tab, which leaves', async () => {
    fireEvent.keyDown(await records('Next channel'), { key: 'Escape', code: 'Escape' });
    expect(screen.getByRole('button', { name: 'Change: Next channel' })).toHaveFocus();
    await records('Next channel');
    await userEvent.tab();
    expect(screen.queryByRole('button', { name: /^Press keys…/ })).toBeNull();
    expect(keysOf('channel.next')).toEqual(['Alt+ArrowDown']);
  });

  it('go back one by one and all together', async () => {
    fireEvent.keyDown(await records('Next channel'), { key: 'j', code: 'KeyJ', ctrlKey: true });
    fireEvent.keyDown(await records('Reply'), { key: 'q', code: 'KeyQ' });
    await userEvent.click(screen.getByRole('button', { name: 'Reset: Next channel' }));
    expect(keysOf('channel.next')).toEqual(['Alt+ArrowDown']);
    expect(keysOf('message.reply')).toEqual(['KeyQ']);
    await userEvent.click(screen.getByRole('button', { name: 'Reset all' }));
    expect(keysOf('message.reply')).toEqual(['KeyR']);
  });
});
