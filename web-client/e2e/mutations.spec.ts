/** After any events the client still works: it shows, it sends, and a reload works too. */
import { eventsOf } from '../tests/events';
import { mutationsOf } from '../tests/mutations';
import { expect, test } from './support/fixtures';
import type { Person } from './support/person';
import { conversation } from './support/scenes';
import { storageKey } from './support/storage';
import { Wire } from './support/wire';

const AT_ONCE = 150;

async function isWell(olena: Person, taras: Person, words: string): Promise<void> {
  await taras.says(`${words}, says Taras`);
  await olena.sees(`${words}, says Taras`);
  await olena.says(`${words}, says Olena`);
  await taras.sees(`${words}, says Olena`);
}

test('events with fields that are missing, mistyped, huge or out of range harm nobody', async ({
  server,
  meet,
}) => {
  test.setTimeout(240_000);
  const { olena, taras, guild, channel, api } = await conversation(server, meet);
  const wire = await Wire.of(olena.page);
  // Mutated users have avatars that do not exist, which the browser would log in the console.
  await olena.page.context().route('**/cdn/**', (route) => route.fulfill({ status: 204 }));
  await olena.page.reload();
  await olena.composer.waitFor();
  const whole = () => wire.puts('GUILD_CREATE', wire.lastOf('GUILD_CREATE'));
  await isWell(olena, taras, 'Before');
  const authors = (await api.messages(channel)).map(({ author }) => author);
  const [me, other] = ['olena', 'taras'].map((name) => authors.find(({ username }) => username === name));
  if (me === undefined || other === undefined) throw new Error('somebody is missing');

  const mutated = eventsOf({ guildId: guild, channelId: channel, dmId: '1500000000000000001', me, other })
    .flatMap(([name, payload]) => mutationsOf(name, payload))
    .filter((_, index) => index % 4 === 0);
  expect(mutated.length).toBeGreaterThan(1_000);
  for (let from = 0; from < mutated.length; from += AT_ONCE) {
    for (const { name, payload } of mutated.slice(from, from + AT_ONCE)) wire.puts(name, payload);
    // Events may have changed the guild permanently: that is valid.
    whole();
    await olena.composer.waitFor({ timeout: 30_000 });
  }
  await isWell(olena, taras, 'After all of them');
  await olena.page.reload();
  await olena.composer.waitFor();
  await isWell(olena, taras, 'After a reload');
});

test('one damaged guild, channel and read state in READY do not keep the others away', async ({
  server,
  meet,
}) => {
  const { olena, taras } = await conversation(server, meet);
  const wire = await Wire.of(olena.page);
  const damaged = [null, 5, 'x', [], { id: 7 }, { id: '__proto__' }];
  wire.damageReady = (ready) => ({
    ...ready,
    guilds: [...damaged, ...(ready.guilds as unknown[])],
    private_channels: damaged,
    chatspace: {
      ...(ready.chatspace as object),
      read_states: damaged,
      notification_settings: damaged,
      blocks: damaged,
      presences: damaged,
      settings: damaged,
    },
  });
  await olena.page.reload();
  await olena.composer.waitFor();
  await isWell(olena, taras, 'With a damaged READY');
});

test('what a fault has left in the storage of the browser stands in nobody’s way', async ({
  server,
  meet,
}) => {
  const { olena, taras, channel, api } = await conversation(server, meet);
  const { id: user } = await api.me();
  const key = (name: string) => storageKey(olena.page, name);
  await olena.page.evaluate(
    async ({ id, me, draft, outbox, kept }) => {
      for (const name of [...Object.keys(localStorage), ...kept])
        localStorage.setItem(name, '{"damaged":[{}]');
      localStorage.setItem(draft, '{"content":{"a":1},"replyTo":5}');
      sessionStorage.setItem(draft, 'x');
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(outbox);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      });
      if (!database.objectStoreNames.contains('messages')) return;
      const store = database.transaction('messages', 'readwrite').objectStore('messages');
      for (const [key, value] of [
        [`${me}:a`, { nonce: 'a', channelId: id, content: { b: 1 }, createdAt: 'x' }],
        [`${me}:b`, { nonce: 'b', channelId: id, content: 'b', createdAt: 1e300, replyTo: [] }],
        [`${me}:c`, null],
      ] as const)
        store.put(value, key);
      await new Promise((resolve) => {
        store.transaction.oncomplete = resolve;
      });
      database.close();
    },
    {
      id: channel,
      me: user,
      draft: key(`draft.${user}.${channel}`),
      outbox: key('outbox'),
      kept: ['recent', 'collapsed', 'last-channel'].map(key),
    },
  );
  await olena.page.reload();
  await olena.composer.waitFor();
  await isWell(olena, taras, 'With a damaged storage');
});
