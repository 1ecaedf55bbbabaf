import { expect, it } from 'vitest';
import { channelIcon, guildIcon, userAvatar } from './images';

const client = { server: { url: 'https://one.example' } };
const CDN = 'https://one.example/cdn';

it('asks the server of the client for twice the pixels of the place, in steps', () => {
  const person = { id: '7', avatar: 'abc' };
  expect(userAvatar(client, person, 20)).toBe(`${CDN}/avatars/7/abc.webp?size=64`);
  expect(userAvatar(client, person, 32)).toBe(`${CDN}/avatars/7/abc.webp?size=64`);
  expect(userAvatar(client, person, 40)).toBe(`${CDN}/avatars/7/abc.webp?size=128`);
  expect(guildIcon(client, { id: '5', icon: 'def' }, 64)).toBe(`${CDN}/icons/5/def.webp?size=128`);
  expect(channelIcon(client, { id: '6', icon: 'ghi' })).toBe(`${CDN}/channel-icons/6/ghi.webp?size=128`);
});

it('has no address for what has no image', () => {
  expect(userAvatar(client, { id: '7', avatar: null })).toBeNull();
});
