import { aChannel, aMessage, aUser, currentUser, nextId } from '@tests/wire';
import { describe, expect, it } from 'vitest';
import type { NotificationSetting } from '@/api/gen';
import { emptyReading } from '@/store/read-states/state';
import { emptyState, type Message, type State } from '@/store/state';
import { inheritedLevelOf, isMuted, levelOf, notifies, usualSetting } from './rules';

const [olena, taras] = [aUser('olena'), aUser('taras')];
const [guildId, roleId] = [nextId(), nextId()];
const category = aChannel(guildId, 'Розмови', { type: 4 });
const channel = aChannel(guildId, 'general', { parent_id: category.id });
const channelId = nextId();

type Settings = Record<string, Partial<NotificationSetting>>;

function world(settings: Settings = {}, more: Partial<State> = {}): State {
  return {
    ...emptyState(),
    me: currentUser(olena),
    guilds: { [guildId]: { id: guildId } as never },
    channels: { [category.id]: category, [channel.id]: channel },
    members: { [guildId]: { [olena.id]: { userId: olena.id, roles: [roleId] } as never } },
    reading: {
      ...emptyReading,
      settings: Object.fromEntries(
        Object.entries(settings).map(([id, setting]) => [id, { ...usualSetting(id), ...setting }]),
      ),
    },
    ...more,
  };
}

const said = (more: Partial<Message> = {}) => aMessage(channel.id, taras, 'слово', more);
const tells = (state: State, more: Partial<Message> = {}) => notifies(state, said(more), guildId);
const MENTION = { mentions: [olena] };

describe('notifications', () => {
  it('are told of mentions in guilds, of everything in conversations', () => {
    const state = world();
    expect([tells(state), tells(state, MENTION)]).toEqual([false, true]);
    expect(notifies(state, aMessage(channelId, taras, 'слово'), undefined)).toBe(true);
    expect([levelOf(state, channel.id), levelOf(state, channelId)]).toEqual(['mentions', 'all']);
  });

  it('follow the nearest place that says something', () => {
    const state = world({ [guildId]: { level: 'nothing' }, [category.id]: { level: 'all' } });
    expect(levelOf(state, channel.id)).toBe('all');
    expect(inheritedLevelOf(state, category.id)).toBe('nothing');
    expect(tells(state)).toBe(true);
    expect(tells(world({ [channel.id]: { level: 'nothing' } }), MENTION)).toBe(false);
  });

  it('are silent where something is muted, near or far', () => {
    for (const place of [channel.id, category.id, guildId]) {
      const state = world({ [place]: { muted: true } });
      expect([isMuted(state, channel.id), tells(state, MENTION)]).toEqual([true, false]);
    }
  });

  it('leave out @everyone and roles when they are not wanted, never oneself', () => {
    const state = world({ [guildId]: { suppress_everyone: true, suppress_roles: true } });
    expect(tells(state, { mention_everyone: true })).toBe(false);
    expect(tells(state, { mention_roles: [roleId] })).toBe(false);
    expect(tells(state, { mention_roles: [roleId], ...MENTION })).toBe(true);
    expect(tells(world(), { mention_roles: [roleId] })).toBe(true);
  });

  it('are never told of oneself, of the blocked, or to who does not want to be disturbed', () => {
    expect(notifies(world(), aMessage(channel.id, olena, 'слово', MENTION), guildId)).toBe(false);
    expect(tells(world({}, { blocks: new Set([taras.id]) }), MENTION)).toBe(false);
    expect(tells(world({}, { settings: { status: 'dnd' } as never }), MENTION)).toBe(false);
  });
});
