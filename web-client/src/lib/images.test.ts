import { expect, it } from 'vitest';
import { guildIcon, userAvatar } from './images';

it('asks for twice the pixels of the place, in steps', () => {
  const person = { id: '7', avatar: 'abc' };
  expect(userAvatar(person, 20)).toBe('/cdn/avatars/7/abc.webp?size=64');
  expect(userAvatar(person, 32)).toBe('/cdn/avatars/7/abc.webp?size=64');
  expect(userAvatar(person, 40)).toBe('/cdn/avatars/7/abc.webp?size=128');
  expect(guildIcon({ id: '5', icon: 'def' }, 64)).toBe('/cdn/icons/5/def.webp?size=128');
});

it('has no address for what has no image', () => {
  expect(userAvatar({ id: '7', avatar: null })).toBeNull();
  expect(guildIcon({ id: '5', icon: null })).toBeNull();
});
