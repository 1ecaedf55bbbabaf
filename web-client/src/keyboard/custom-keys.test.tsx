import { fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { render as renderWithTexts } from '@tests/render';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  conflictOf,
  customKeys,
  keysOf,
  problemOf,
  rebind,
  resetAllKeys,
  resetKeys,
  sequenceOf,
  shownShortcut,
} from './custom-keys';
import { ShortcutsDialog } from './ShortcutsDialog';
import { matches, useShortcuts } from './use-shortcuts';

const press = (code: string, more: KeyboardEventInit = {}) => new KeyboardEvent('keydown', { code, ...more });

beforeEach(resetAllKeys);

describe('keys that were chosen', () => {
  it('do what the former ones did, which do nothing any more, also while the page is open', () => {
    const open = vi.fn();
    function Listener() {
      useShortcuts({ 'switcher.open': open });
      return null;
    }
    const { rerender } = render(<Listener />);
    rebind('switcher.open', 'Control+KeyP');
    rerender(<Listener />);
    fireEvent.keyDown(window, { key: 'k', code: 'KeyK', ctrlKey: true });
    expect(open).not.toHaveBeenCalled();
    fireEvent.keyDown(window, { key: 'з', code: 'KeyP', ctrlKey: true });
    expect(open).toHaveBeenCalledOnce();
    expect(shownShortcut('switcher.open')).toBe('Ctrl+P');
  });

  it('hold on a message as well', () => {
    rebind('message.reply', 'KeyQ');
    expect(matches(press('KeyQ'), 'message.reply')).toBe(true);
    expect(matches(press('KeyR'), 'message.reply')).toBe(false);
  });

  it('are kept on the device', () => {
    rebind('message.reply', 'KeyQ');
    expect(JSON.parse(localStorage.getItem('chatspace.keys') ?? '')).toEqual({ 'message.reply': ['KeyQ'] });
  });

  it('are taken from the action that had them', () => {
    expect(conflictOf('KeyE', 'message.reply')).toBe('message.edit');
    rebind('message.reply', 'KeyE');
    expect(keysOf('message.reply')).toEqual(['KeyE']);
    expect(keysOf('message.edit')).toEqual([]);
  });

  it('meet those of the whole window, and not those of another part of it', () => {
    expect(conflictOf('Control+KeyK', 'composer.bold')).toBe('switcher.open');
    expect(conflictOf('Control+KeyB', 'message.reply')).toBeNull();
  });

  it('go back one by one, and never leave two actions with the same keys', () => {
    rebind('message.reply', 'KeyE');
    resetKeys('message.edit');
    expect(keysOf('message.edit')).toEqual(['KeyE']);
    expect(keysOf('message.reply')).toEqual([]);
    resetKeys('message.reply');
    expect(customKeys.getState().chosen).toEqual({});
  });
});

describe('a press', () => {
  it('is written by the place of its key, with what is held', () => {
    expect(sequenceOf(press('KeyG', { key: 'п', ctrlKey: true, shiftKey: true }))).toBe('Control+Shift+KeyG');
    expect(sequenceOf(press('ControlLeft', { ctrlKey: true }))).toBeNull();
  });

  it.each([
    ['KeyG', 'everywhere', 'needsModifier'],
    ['Shift+KeyG', 'composer', 'needsModifier'],
    ['ArrowUp', 'everywhere', 'needsModifier'],
    ['ArrowUp', 'message', 'reserved'],
    ['Tab', 'everywhere', 'reserved'],
    ['Control+KeyC', 'everywhere', 'reserved'],
    ['KeyG', 'message', null],
    ['F2', 'everywhere', null],
    ['Alt+KeyG', 'everywhere', null],
    ['Shift+PageUp', 'everywhere', null],
  ] as const)('of %s is no shortcut %s: %s', (sequence, scope, problem) => {
    expect(problemOf(sequence, scope)).toBe(problem);
  });
});

describe('the map', () => {
  it('finds an action by its words, with the keys it has now', async () => {
    rebind('message.reply', 'KeyQ');
    const onClose = vi.fn();
    renderWithTexts(<ShortcutsDialog isOpen onClose={onClose} />);
    await userEvent.type(screen.getByLabelText('Search actions'), 'repl');
    expect(screen.getByText('Reply')).toBeVisible();
    expect(screen.getByText('Q')).toBeVisible();
    expect(screen.queryByText('New line')).toBeNull();
    await userEvent.keyboard('{Escape}');
    expect(onClose).toHaveBeenCalledOnce();
  });
});
