import { client } from '@tests/client';
import 'fake-indexeddb/auto';
import type { FakeServer } from '@tests/fake-server';
import { goHome, goLive } from '@tests/live';
import { aReaction } from '@tests/reactions';
import { nextId } from '@tests/wire';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Message } from '@/api/gen';
import { type ChannelLog, emptyLog, loadStarted, pageLoaded } from './channel-log';
import { openLog } from './history';
import { character, emojiKey, isSameEmoji, reactionHandlers, setReaction } from './reactions';

let server: FakeServer;
let message: Message;
const inLog = () => client.store.getState().logs[server.channel.id]?.rows.at(-1)?.message as Message;
/** Each emoji with its count; those of the reader are marked. */
const shown = () => inLog().reactions.map(({ emoji, count, me }) => `${emoji.name}${count}${me ? '*' : ''}`);
const thumb = character('👍');
/** Waits until an event that was sent after all others has come. */
const settled = async () => {
  const mark = server.says(server.taras, 'done');
  await vi.waitFor(() => expect(inLog().id).toBe(mark.id));
  server.deletes(mark);
  await vi.waitFor(() => expect(inLog().id).toBe(message.id));
};
const place = () => ({ channel_id: message.channel_id, message_id: message.id, guild_id: server.guild.id });

async function start(reactions: Message['reactions'] = []) {
  server = await goLive((fresh) => {
    message = fresh.says(fresh.taras, 'hello', { reactions });
  });
  await openLog(client, server.channel.id);
}
beforeEach(() => start());
afterEach(() => goHome(server));

describe('an event of reactions', () => {
  it('counts once, however often it comes', async () => {
    server.reacts({ user: server.taras, message, emoji: '👍', times: 2 });
    await settled();
    expect(shown()).toEqual(['👍1']);
    server.reacts({ user: server.olena, message, emoji: '👍', times: 2 });
    await settled();
    expect(shown()).toEqual(['👍2*']);
    server.reacts({ user: server.taras, message, emoji: '👍', on: false, times: 2 });
    await settled();
    expect(shown()).toEqual(['👍1*']);
    server.reacts({ user: server.olena, message, emoji: '👍', on: false, times: 2 });
    await settled();
    expect(shown()).toEqual([]);
  });

  it('counts one user down once where the page had the others', async () => {
    await goHome(server);
    await start([aReaction('👍', 3)]);
    server.reacts({ user: server.taras, message, emoji: '👍', on: false, times: 2 });
    await settled();
    expect(shown()).toEqual(['👍2']);
  });

  it('sets the count that it tells, also where another one was known', async () => {
    await goHome(server);
    await start([aReaction('👍', 3)]);
    server.reacts({ user: server.taras, message, emoji: '👍', count: 3 });
    await settled();
    expect(shown()).toEqual(['👍3']);
    server.reacts({ user: server.taras, message, emoji: '👍', on: false, count: 9 });
    await settled();
    expect(shown()).toEqual(['👍9']);
  });

  it('that comes while a page is fetched holds for that page', () => {
    const { id, channel_id } = message;
    const event = (count: number) => ({
      ...place(),
      user_id: server.taras.id,
      emoji: thumb,
      chatspace: { count },
    });
    const fetching = { ...client.store.getState(), logs: { [channel_id]: loadStarted(emptyLog, 'latest') } };
    const told = reactionHandlers.MESSAGE_REACTION_ADD(fetching, event(1));
    const log = told.logs[channel_id] as ChannelLog;
    const page = { ticket: log.load?.ticket ?? 0, messages: [message], limit: 50 };
    const row = pageLoaded(log, page).rows.find((one) => one.message.id === id);
    expect(row?.message.reactions.map(({ count }) => count)).toEqual([1]);
  });

  it('removes all of an emoji, and all of a message', async () => {
    for (const emoji of ['👍', '🎉', '🔥']) server.reacts({ user: server.taras, message, emoji });
    server.emit('MESSAGE_REACTION_REMOVE_EMOJI', { ...place(), emoji: { id: null, name: '🎉' } });
    await settled();
    expect(shown()).toEqual(['👍1', '🔥1']);
    server.emit('MESSAGE_REACTION_REMOVE_ALL', place());
    await settled();
    expect(shown()).toEqual([]);
  });

  it('that is damaged or about something unknown changes nothing', async () => {
    server.reacts({ user: server.taras, message, emoji: '👍' });
    const whole = { ...place(), user_id: server.taras.id, emoji: { id: null, name: '🎉' } };
    const damaged = [
      { ...whole, emoji: null },
      { ...whole, emoji: { id: null, name: null } },
      { ...whole, emoji: { name: 7 } },
      { ...whole, user_id: 'nobody' },
      { ...whole, message_id: nextId() },
      { ...whole, channel_id: nextId() },
      { ...whole, message_id: undefined },
    ];
    for (const payload of damaged) server.emit('MESSAGE_REACTION_ADD', payload);
    for (const name of ['REMOVE', 'REMOVE_EMOJI', 'REMOVE_ALL'])
      server.emit(`MESSAGE_REACTION_${name}`, { ...whole, message_id: nextId() });
    server.emit('MESSAGE_REACTION_REMOVE_EMOJI', { ...place(), emoji: { id: null, name: '🐛' } });
    await settled();
    expect(shown()).toEqual(['👍1']);
  });

  it('makes the member known who reacted', async () => {
    server.reacts({ user: server.taras, message, emoji: '👍' });
    await settled();
    expect(client.store.getState().members[server.guild.id]?.[server.taras.id]).toBeDefined();
  });

  it('is outlived by an edit, whose own list does not say who reacted', async () => {
    server.reacts({ user: server.olena, message, emoji: '👍' });
    await settled();
    server.edits(message, 'hello again');
    await vi.waitFor(() => expect(inLog().content).toBe('hello again'));
    expect(shown()).toEqual(['👍1*']);
  });
});

describe('the reactions of a page', () => {
  it('are read one by one: damaged ones are left out', async () => {
    await goHome(server);
    const damaged = [null, 7, { count: 2 }, aReaction('🎉', 0), { ...aReaction('🔥', 2), emoji: {} }];
    await start([...(damaged as Message['reactions']), aReaction('👍', 2, { me: true })]);
    expect(shown()).toEqual(['👍2*']);
  });

  it('are none where the message has no list', async () => {
    await goHome(server);
    await start(null as unknown as Message['reactions']);
    expect(shown()).toEqual([]);
  });
});

describe('the own reaction', () => {
  it('is shown at once, and the event that confirms it counts no second time', async () => {
    const done = setReaction(client, inLog(), thumb, true);
    expect(shown()).toEqual(['👍1*']);
    await done;
    await settled();
    expect(shown()).toEqual(['👍1*']);
    expect(server.calls.at(-1)).toMatch(/^PUT .*\/reactions\/%F0%9F%91%8D\/@me$/);
    await setReaction(client, inLog(), thumb, false);
    await settled();
    expect(shown()).toEqual([]);
  });

  it('is taken back when the server refuses, with the reason', async () => {
    server.reactionFaults = [{ status: 403, code: 50013 }];
    const done = setReaction(client, inLog(), thumb, true);
    expect(shown()).toEqual(['👍1*']);
    await expect(done).rejects.toMatchObject({ status: 403 });
    expect(shown()).toEqual([]);
  });

  it('ends as it was chosen last, by requests one after the other', async () => {
    const target = inLog();
    await Promise.all([true, false, true, false].map((on) => setReaction(client, target, thumb, on)));
    await settled();
    expect(shown()).toEqual([]);
    const methods = server.calls
      .filter((call) => call.includes('/reactions/'))
      .map((call) => call.split(' ')[0]);
    expect(methods).toEqual(['PUT', 'DELETE']);
  });
});

describe('an emoji', () => {
  it('is named in routes by its character, or by name and id', () => {
    expect(emojiKey(thumb)).toBe('👍');
    expect(emojiKey({ id: '123456789012345678', name: 'blob', animated: true })).toBe(
      'blob:123456789012345678',
    );
    expect(emojiKey({ id: '123456789012345678', name: null, animated: false })).toBe('_:123456789012345678');
  });

  it('is the same with and without the selector of its presentation, and by id whatever its name', () => {
    expect(isSameEmoji(character('❤️'), character('❤'))).toBe(true);
    expect(isSameEmoji(character('❤️'), thumb)).toBe(false);
    const custom = { id: nextId(), name: 'old', animated: false };
    expect(isSameEmoji(custom, { ...custom, name: 'new' })).toBe(true);
  });
});
