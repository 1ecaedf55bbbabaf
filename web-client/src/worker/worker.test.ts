import { describe, expect, it } from 'vitest';
import { isPage } from './pages';
import { readPush } from './push';

describe('the kept page', () => {
  it.each([
    '/',
    '/channels/1/2',
    '/dm/5',
    '/settings/notifications',
    '/link/reset',
  ])('answers for %s', (path) => {
    expect(isPage(path)).toBe(true);
  });

  it.each([
    '/api/v10/users/@me',
    '/gateway',
    '/gateway/',
    '/cdn/avatars/1/a.webp',
    '/docs',
    '/docs/',
    '/redoc',
    '/openapi.json',
    '/health/ready',
    '/vendor/redoc.standalone.js',
    '/sw.js',
  ])('leaves %s to the server', (path) => {
    expect(isPage(path)).toBe(false);
  });
});

describe('a push', () => {
  const push = {
    v: 1,
    kind: 'mention',
    channel_id: '2',
    message_id: '3',
    title: 'Липа',
    body: 'слово',
    tag: 't',
  };

  it('goes to its message, in a guild and in a conversation', () => {
    expect(readPush(JSON.stringify({ ...push, guild_id: '1' }))).toEqual({
      title: 'Липа',
      body: 'слово',
      tag: '2',
      path: '/channels/1/2#3',
    });
    expect(readPush(JSON.stringify(push)).path).toBe('/dm/2#3');
  });

  it.each([
    undefined,
    '',
    '{',
    '[]',
    'null',
    '{"channel_id":"../x","title":5}',
  ])('that cannot be read (%s) still says that something is there', (json) => {
    expect(readPush(json)).toMatchObject({ title: 'ChatSpace', body: '', path: '/' });
  });
});
