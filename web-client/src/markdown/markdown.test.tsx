import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { client } from '@tests/client';
import { render } from '@tests/render';
import { aUser } from '@tests/wire';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyState } from '@/store/state';
import { Markdown } from './Markdown';
import { hiddenHost, safeUrl, shownAddress } from './url';

const write = (source: string) => render(<Markdown source={source} guildId="9" />, 'uk').container;

beforeEach(() => {
  const user = aUser('olena', { id: '1', global_name: 'Олена' });
  client.store.setState({ ...emptyState(), users: { 1: user } }, true);
});

describe('addresses', () => {
  it.each([
    'https://example.com/',
    'http://example.com/a?b=c',
    'mailto:olena@example.com',
  ])('allow %s', (address) => {
    expect(safeUrl(address)).toBe(address);
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,<script>1</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://example.com/1',
    '/relative',
    'nonsense',
  ])('refuse %s', (address) => {
    expect(safeUrl(address)).toBeNull();
  });

  it('show a look-alike host in ASCII, and one of one alphabet as it is', () => {
    expect(safeUrl('https://аррӏе.com/')).toBe('https://xn--80ak6aa92e.com/');
    expect(shownAddress('https://аррӏе.com/a')).toBe('https://xn--80ak6aa92e.com/a');
    expect(shownAddress('https://приклад.укр/шлях')).toBe('https://приклад.укр/шлях');
    expect(shownAddress('https://example.com/шлях')).toBe('https://example.com/шлях');
  });

  it.each([
    ['https://evil.com/', 'https://good.com', 'evil.com'],
    ['https://evil.com/', 'good.com', 'evil.com'],
    ['https://evil.com/', 'press here', 'evil.com'],
    ['https://evil.com/', 'https://evil.com.good.com', 'evil.com'],
    ['https://good.com@evil.com/', 'https://good.com@evil.com/', 'evil.com'],
    ['https://good.com/a', 'https://good.com/b', null],
    ['https://good.com/', 'good.com', null],
    ['https://good.com:8080/', 'good.com', 'good.com:8080'],
    ['https://xn--80aikifvh.xn--j1amh/', 'https://приклад.укр', null],
    ['mailto:a@b.co', 'write', null],
  ])('%s under the text %j is marked with %s', (href, text, host) => {
    expect(hiddenHost(href, text)).toBe(host);
  });
});

describe('what is written', () => {
  it('never becomes raw HTML', () => {
    const page = write('<script>alert(1)</script> <img src=x onerror=alert(1)> <b>bold</b>');
    expect(page.querySelector('script, img, b')).toBeNull();
    expect(page).toHaveTextContent('<script>alert(1)</script> <img src=x onerror=alert(1)> <b>bold</b>');
  });

  it.each([
    '[x](javascript:alert(1))',
    '[x](data:text/html,1)',
    '<javascript:alert(1)>',
    '![x](https://e.com/i.png)',
  ])('makes no dangerous element of %s', (source) => {
    const page = write(source);
    expect(page.querySelector('[href^="javascript" i], [href^="data" i], img')).toBeNull();
  });

  it('links outside in a new tab that learns nothing', () => {
    write('see https://example.com/page');
    const link = screen.getByRole('link');
    expect(link).toHaveAttribute('href', 'https://example.com/page');
    expect(link).toHaveAttribute('rel', 'noopener noreferrer nofollow');
  });

  it('is strong, slanted, struck and code', () => {
    const page = write('**a** *b* ~~c~~ `d`');
    expect([...page.querySelectorAll('strong, em, s, code')].map((e) => e.tagName)).toEqual([
      'STRONG',
      'EM',
      'S',
      'CODE',
    ]);
  });

  it.each([
    'one\ntwo',
    'one\n\n\ntwo',
    '  indented\n    more',
    'two  blanks   and three',
    'name\tvalue',
  ])('keeps its spaces and line ends: %j', (source) => {
    expect(write(source).querySelector('p')?.textContent).toBe(source);
  });

  it('has in each block the direction of its own words, and code from left to right', () => {
    const page = write('слова\n> مرحبا\n- عنصر\n```\nlet x = 1\n```');
    const directions = (selector: string) =>
      [...page.querySelectorAll(selector)].map((block) => block.getAttribute('dir'));
    for (const block of ['p[dir]', 'blockquote', 'ul']) {
      expect(directions(block).length, block).toBeGreaterThan(0);
      expect(new Set(directions(block)), block).toEqual(new Set(['auto']));
    }
    expect(directions('pre')).toEqual(['ltr']);
    // What says its direction itself does not count for that of what is around it.
    expect(page.querySelectorAll('blockquote [dir=auto], li [dir=auto]')).toHaveLength(0);
  });

  it('keeps blank lines between a quote, a list and what follows', () => {
    const page = write('> a\n\n\n- b\n\nc');
    expect(page.textContent).toBe('a\n\n\nb\n\nc');
  });

  it('keeps the numbers of a list as they were typed', () => {
    const page = write('1986. a year\n7) a place');
    const types = [...page.querySelectorAll('li')].map((item) => item.style.listStyleType);
    expect(types).toEqual(['"1986. "', '"7) "']);
  });

  it('is flat and whole where it would nest too deep', () => {
    const source = `${'> '.repeat(990)}deep`;
    const page = write(source);
    expect(page.querySelector('blockquote')).toBeNull();
    expect(page.textContent).toBe(source);
  });

  it('is drawn as it is where drawing it fails', () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    client.store.setState({ users: { 1: null as never } });
    expect(write('look **here** <@1>').textContent).toBe('look **here** <@1>');
  });

  it('marks a word for everyone only if it calls them', () => {
    const page = render(<Markdown source="@everyone" mentionsAll={false} />, 'uk').container;
    expect(page.querySelector('span.mention')).toBeNull();
    expect(page).toHaveTextContent('@everyone');
  });

  it('has no headings of its own, and no rules or underlined headings by accident', () => {
    const page = write('# big\n\nline\n---\n\n    indented');
    expect(page.querySelector('h1, h2, h3, hr, pre')).toBeNull();
  });

  it('keeps character references as typed', () => {
    expect(write('&lt;b&gt;')).toHaveTextContent('&lt;b&gt;');
  });

  it('names the people it mentions, and says who is unknown', () => {
    const page = write('<@1> <@!1> <@404> <#5> <@&6> @everyone');
    expect(page).toHaveTextContent(
      '@Олена @Олена @невідомий учасник #невідомий канал @невідома роль @everyone',
    );
  });

  it('gives no name to one whose account is deleted', () => {
    client.store.setState({ users: { 1: aUser('deleted_user_1', { id: '1' }) } });
    expect(write('<@1>')).toHaveTextContent('@Видалений користувач');
  });

  it('mentions nobody inside code', () => {
    expect(write('`<@1>`')).toHaveTextContent('<@1>');
  });

  it('hides a spoiler until it is asked for', async () => {
    const page = write('see ||the **end**||!');
    const cover = screen.getByRole('button', { name: 'Показати приховане' });
    await userEvent.click(cover);
    expect(screen.queryByRole('button')).toBeNull();
    expect(page).toHaveTextContent('see the end!');
    expect(page.querySelector('strong')).not.toBeNull();
  });

  it('ends a quote with its line, but not inside code', () => {
    const page = write('> said\nanswer\n```\n> a\nb\n```');
    expect(page.querySelector('blockquote')).toHaveTextContent(/^said$/);
    expect(page.querySelector('pre')?.textContent).toBe('> a\nb');
  });

  it('leaves a lonely spoiler mark alone', () => {
    expect(write('a || b')).toHaveTextContent('a || b');
  });
});
