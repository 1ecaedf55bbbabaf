import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aUser } from '@tests/wire';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Messages } from '@/i18n';
import uk from '@/i18n/uk.json';
import { store } from '@/store';
import { emptyState } from '@/store/state';
import { Markdown } from './Markdown';
import { loadParser } from './parser';
import { safeUrl } from './url';

const write = (source: string) =>
  render(
    <Messages locale="uk" messages={uk}>
      <Markdown source={source} guildId="9" />
    </Messages>,
  ).container;

beforeAll(loadParser);
beforeEach(() => {
  const user = aUser('olena', { id: '1', global_name: 'Олена' });
  store.setState({ ...emptyState(), users: { 1: user } }, true);
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

  it('show a look-alike host in ASCII', () => {
    expect(safeUrl('https://аррӏе.com/')).toBe('https://xn--80ak6aa92e.com/');
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

  it('keeps its line ends', () => {
    expect(write('one\ntwo').querySelectorAll('br')).toHaveLength(1);
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
    store.setState({ users: { 1: aUser('deleted_user_1', { id: '1' }) } });
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
