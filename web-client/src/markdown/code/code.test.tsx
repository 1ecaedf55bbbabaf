import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { render } from '@tests/render';
import { describe, expect, it, vi } from 'vitest';
import { Markdown } from '../Markdown';
import { parse } from '../parse';
import { coloured } from './highlight';

const draw = (source: string) => render(<Markdown source={source} />).container;
const block = (code: string, language = '') => `\`\`\`${language}\n${code}\n\`\`\``;
const lines = (count: number) => Array.from({ length: count }, (_, at) => `line ${at}`).join('\n');

describe('a block of code', () => {
  it('has the language of its fence', () => {
    expect(parse(block('let a;', 'TS')).children).toEqual([
      { type: 'block', value: 'let a;', language: 'ts' },
    ]);
    expect(parse('~~~rust\nfn a() {}\n~~~').children).toEqual([
      { type: 'block', value: 'fn a() {}', language: 'rust' },
    ]);
    expect(parse(block('a')).children).toEqual([{ type: 'block', value: 'a' }]);
  });

  it('is coloured by its language, and keeps its text', async () => {
    const container = draw(block('const a = "b";', 'js'));
    await waitFor(() => expect(container.querySelector('.hljs-keyword')).toHaveTextContent('const'));
    expect(container.querySelector('code')?.textContent).toBe('const a = "b";');
    expect(screen.getByText('js')).toBeInTheDocument();
  });

  it('is guessed from four lines on', () => {
    const code = 'def f(a):\n    return a\n\nclass B:\n    pass\nprint(f(1))\nimport os';
    expect(coloured(code, undefined)?.language).toBe('python');
    expect(coloured('def f(a):\n    return a', undefined)).toBeNull();
    expect(coloured('hello', 'no-such-language')).toBeNull();
    expect(coloured('x'.repeat(20_001), 'js')).toBeNull();
  });

  it('has line numbers over ten lines, which are no text of it', async () => {
    const few = draw(block(lines(10)));
    expect(few.querySelectorAll('.line')).toHaveLength(0);
    const many = draw(block(lines(11), 'js'));
    expect(many.querySelectorAll('.line')).toHaveLength(11);
    await waitFor(() => expect(many.querySelector('.hljs-number')).not.toBeNull());
    expect(many.querySelector('code')?.textContent).toBe(lines(11));
  });

  it('cuts what goes over several lines at their ends', async () => {
    const code = `/*\n${lines(11)}\n*/`;
    const container = draw(block(code, 'js'));
    await waitFor(() => expect(container.querySelectorAll('.hljs-comment')).toHaveLength(13));
    expect(container.querySelector('code')?.textContent).toBe(code);
  });

  it('is copied, and wraps or not', async () => {
    const user = userEvent.setup();
    const write = vi.spyOn(navigator.clipboard, 'writeText');
    draw(block('let a;', 'js'));
    await user.click(screen.getByRole('button', { name: 'Copy code' }));
    expect(write).toHaveBeenCalledWith('let a;');
    expect(await screen.findByRole('button', { name: 'Copied' })).toBeInTheDocument();
    const wrap = screen.getByRole('button', { name: 'Wrap lines' });
    expect(wrap).toHaveAttribute('aria-pressed', 'true');
    await user.click(wrap);
    expect(wrap).toHaveAttribute('aria-pressed', 'false');
  });
});
