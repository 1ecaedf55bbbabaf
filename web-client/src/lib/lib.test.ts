import { afterEach, describe, expect, it } from 'vitest';
import { clientName } from './client-name';
import { fileNameOf } from './download';
import { linkToken, startLinks } from './link-token';
import { relativeTime } from './relative-time';

const SAFARI_TAIL = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';

describe('the name of a program', () => {
  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox', 'Linux', false],
    [
      `Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) ${SAFARI_TAIL} Version/18.0 Mobile/15E148 Safari/604.1`,
      'Safari',
      'iPhone',
      true,
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0',
      'Edge',
      'Windows',
      false,
    ],
    [
      'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36',
      'Chrome',
      'Android',
      true,
    ],
    ['curl/8.5.0', 'curl', undefined, false],
    ['DiscordBot (https://example.org, 1.0)', 'DiscordBot', undefined, false],
    ['', undefined, undefined, false],
  ])('is found in %j', (line, program, system, handheld) => {
    expect(clientName(line)).toEqual({ program, system, handheld });
  });
});

describe('relative time', () => {
  const now = Date.UTC(2026, 10, 25, 12);
  const ago = (seconds: number) => relativeTime(new Date(now - seconds * 1000), now);

  it('is now within a minute', () => {
    expect(ago(59)).toEqual({ value: 0, unit: 'second' });
  });

  it.each([
    [60, -1, 'minute'],
    [3 * 3600 + 5, -3, 'hour'],
    [2 * 86_400, -2, 'day'],
    [20 * 86_400, -2, 'week'],
    [400 * 86_400, -1, 'year'],
  ])('%d seconds ago is %d %s', (seconds, value, unit) => {
    expect(ago(seconds)).toEqual({ value, unit });
  });
});

describe('the name of a file', () => {
  it('is taken from the header when it is a plain one', () => {
    expect(fileNameOf('attachment; filename="chatspace-olena.zip"')).toBe('chatspace-olena.zip');
    expect(fileNameOf('attachment; filename=data.zip')).toBe('data.zip');
    expect(fileNameOf(null)).toBeUndefined();
  });
});

describe('the secret of a link', () => {
  afterEach(() => {
    linkToken.setState({ token: null });
    history.replaceState(null, '', '/');
  });

  it('is taken out of the address at once', () => {
    history.replaceState(null, '', '/link/reset#s3cret');
    startLinks();
    expect([linkToken.getState().token, location.href]).toEqual(['s3cret', `${location.origin}/link/reset`]);
  });

  it('is looked for under links of letters only', () => {
    history.replaceState(null, '', '/dm#top');
    startLinks();
    expect([linkToken.getState().token, location.hash]).toEqual([null, '#top']);
  });

  it('is taken when another link is opened in the same page', () => {
    startLinks();
    history.replaceState(null, '', '/link/verify#second');
    dispatchEvent(new Event('hashchange'));
    expect([linkToken.getState().token, location.hash]).toEqual(['second', '']);
  });
});
