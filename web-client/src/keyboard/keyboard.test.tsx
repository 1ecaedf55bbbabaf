import { fireEvent, render } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BINDINGS, shownKeys } from './bindings';
import { onEscape, peelLayer } from './escape-stack';
import { focusComposerOnTyping, moveRegion } from './regions';
import { type Handlers, matches, useShortcuts } from './use-shortcuts';

function Listener({ handlers }: { handlers: Handlers }) {
  useShortcuts(handlers);
  return (
    <>
      <input aria-label="field" />
      <div role="dialog">
        <button type="button">inside</button>
      </div>
    </>
  );
}

const press = (target: Element | Window, init: KeyboardEventInit) => fireEvent.keyDown(target, init);

describe('shortcuts', () => {
  it('go by the place of the key on a Cyrillic layout', () => {
    const toggle = vi.fn();
    render(<Listener handlers={{ 'members.toggle': toggle }} />);
    press(document.body, { key: 'г', code: 'KeyU', ctrlKey: true });
    expect(toggle).toHaveBeenCalledOnce();
  });

  it('open the map with the key of the slash whatever it writes', () => {
    const open = vi.fn();
    render(<Listener handlers={{ 'shortcuts.open': open }} />);
    press(document.body, { key: '.', code: 'Slash', ctrlKey: true });
    expect(open).toHaveBeenCalledOnce();
  });

  it('need exactly their modifiers', () => {
    const next = vi.fn();
    render(<Listener handlers={{ 'channel.next': next }} />);
    press(document.body, { key: 'ArrowDown', code: 'ArrowDown', altKey: true, shiftKey: true });
    press(document.body, { key: 'ArrowDown', code: 'ArrowDown' });
    expect(next).not.toHaveBeenCalled();
  });

  it('rest inside a dialog and where the key was used', () => {
    const next = vi.fn();
    const { getByText } = render(<Listener handlers={{ 'channel.next': next }} />);
    press(getByText('inside'), { key: 'ArrowDown', code: 'ArrowDown', altKey: true });
    const used = new KeyboardEvent('keydown', {
      code: 'ArrowDown',
      key: 'ArrowDown',
      altKey: true,
      cancelable: true,
    });
    used.preventDefault();
    window.dispatchEvent(used);
    expect(next).not.toHaveBeenCalled();
  });

  it('stop when the part that listens goes away', () => {
    const next = vi.fn();
    render(<Listener handlers={{ 'channel.next': next }} />).unmount();
    press(document.body, { key: 'ArrowDown', code: 'ArrowDown', altKey: true });
    expect(next).not.toHaveBeenCalled();
  });

  it('recognise a letter on a message in any layout, and never during composition', () => {
    expect(matches(new KeyboardEvent('keydown', { key: 'к', code: 'KeyR' }), 'message.reply')).toBe(true);
    expect(
      matches(new KeyboardEvent('keydown', { key: 'r', code: 'KeyR', ctrlKey: true }), 'message.reply'),
    ).toBe(false);
    const composing = new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', isComposing: true });
    expect(matches(composing, 'composer.send')).toBe(false);
  });

  it('have no two actions on the same keys in one scope', () => {
    const taken = Object.values(BINDINGS).flatMap(({ scope, keys }) => keys.map((key) => `${scope} ${key}`));
    expect(new Set(taken).size).toBe(taken.length);
  });

  it('use letters alone only on a message', () => {
    for (const { scope, keys } of Object.values(BINDINGS)) {
      if (scope !== 'message') expect(keys.filter((key) => /^Key[A-Z]$/.test(key))).toEqual([]);
    }
  });

  it('are shown as printed on the keys', () => {
    expect(shownKeys('$mod+Slash')).toEqual(['Ctrl', '/']);
    expect(shownKeys('Control+Alt+ArrowUp')).toEqual(['Ctrl', 'Alt', '↑']);
  });
});

describe('Esc', () => {
  it('peels one layer at a time, from the top', () => {
    const peeled: string[] = [];
    const undo = [
      onEscape('channel', () => peeled.push('channel') > 0),
      onEscape('reply', () => peeled.push('reply') > 0),
      onEscape('edit', () => false),
    ];
    expect(peelLayer()).toBe(true);
    undo[1]?.();
    expect(peelLayer()).toBe(true);
    for (const one of undo) one();
    expect(peeled).toEqual(['reply', 'channel']);
    expect(peelLayer()).toBe(false);
  });
});

describe('the parts of the window', () => {
  afterEach(() => document.removeEventListener('keydown', focusComposerOnTyping));

  const parts = () =>
    render(
      <>
        <nav data-region="rail">
          <a href="/one">one</a>
          <a href="/two" data-region-focus>
            two
          </a>
        </nav>
        <div data-region="log" />
        <div data-region="composer">
          <textarea aria-label="message" />
        </div>
      </>,
    );

  it('are walked round in order, both ways', () => {
    const { getByText, getByLabelText } = parts();
    moveRegion(1);
    expect(getByText('two')).toHaveFocus();
    moveRegion(1);
    expect(document.activeElement).toHaveAttribute('data-region', 'log');
    moveRegion(1);
    expect(getByLabelText('message')).toHaveFocus();
    moveRegion(1);
    expect(getByText('two')).toHaveFocus();
    moveRegion(-1);
    expect(getByLabelText('message')).toHaveFocus();
  });

  it('give the message field what is typed elsewhere, Cyrillic included', () => {
    const { getByText, getByLabelText } = parts();
    document.addEventListener('keydown', focusComposerOnTyping);
    getByText('one').focus();
    press(getByText('one'), { key: 'ї', code: 'BracketRight' });
    expect(getByLabelText('message')).toHaveFocus();
  });

  it('keep the focus for keys that write nothing', () => {
    const { getByText } = parts();
    document.addEventListener('keydown', focusComposerOnTyping);
    getByText('one').focus();
    press(getByText('one'), { key: 'Enter', code: 'Enter' });
    press(getByText('one'), { key: ' ', code: 'Space' });
    press(getByText('one'), { key: 'a', code: 'KeyA', ctrlKey: true });
    expect(getByText('one')).toHaveFocus();
  });
});
