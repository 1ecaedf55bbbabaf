import { client } from '@tests/client';
import 'fake-indexeddb/auto';
import { cleanup, screen, waitFor } from '@testing-library/react';
import { applied } from '@tests/applied';
import { eventsOf } from '@tests/events';
import type { FakeServer } from '@tests/fake-server';
import { goHome, goLive } from '@tests/live';
import { mutationsOf } from '@tests/mutations';
import { render } from '@tests/render';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toItems } from '@/features/timeline/items';
import { MessageRow } from '@/features/timeline/MessageRow';
import { openLog } from '@/store/messages/history';
import type { State } from '@/store/state';
import { Guarded } from '@/ui/guarded/Guarded';

let server: FakeServer;
const places = () => ({
  guildId: server.guild.id,
  channelId: server.channel.id,
  dmId: '1500000000000000001',
  me: server.olena,
  other: server.taras,
});
const events = () => eventsOf(places()).flatMap(([name, payload]) => mutationsOf(name, payload));

beforeEach(async () => {
  server = await goLive();
  await openLog(client, server.channel.id);
});
afterEach(async () => {
  cleanup();
  await goHome(server);
});

/** The rows of the open channel, as the page draws them. */
function Rows() {
  const { logs, me } = client.store.getState();
  const log = logs[server.channel.id];
  const items = log === undefined ? [] : toItems(log, [], me, null);
  return items.map((item) => (
    <Guarded key={item.key} of={item.message} text={item.message.content}>
      <MessageRow
        item={item}
        guildId={server.guild.id}
        current={false}
        menuOpen={false}
        highlighted={false}
        onFocus={() => {}}
        onDelete={() => {}}
        onMenu={() => {}}
      />
    </Guarded>
  ));
}

/** Whether what is drawn of the state is text. */
function isReadable({ users, channels, guilds, logs }: State): boolean {
  const texts = [
    ...Object.values(users).map(({ username }) => username),
    ...Object.values(channels).map(({ name }) => name),
    ...Object.values(guilds).map(({ name }) => name),
    ...Object.values(logs).flatMap(({ rows }) => rows.map(({ message }) => message.content)),
  ];
  return texts.every((text) => typeof text === 'string');
}

describe('events that no server should send', () => {
  it('change nothing that can be read of the state into something that cannot', () => {
    const before = client.store.getState();
    const bad = events().filter(({ name, payload }) => !isReadable(applied(before, { name, payload }, 0)));
    expect(bad.map(({ what }) => what)).toEqual([]);
  });

  it('leave a client that still hears and draws', async () => {
    // The browser gets all of them, in `e2e/mutations.spec.ts`.
    const mutated = events().filter(({ name }, index) => index % 4 === 0 && name.startsWith('MESSAGE'));
    expect(mutated.length).toBeGreaterThan(400);
    for (const { name, payload } of mutated) server.emit(name, payload);
    server.says(server.taras, 'still here');
    await waitFor(
      () =>
        expect(
          client.store
            .getState()
            .logs[server.channel.id]?.rows.some((row) => row.message.content === 'still here'),
        ).toBe(true),
      { timeout: 15_000 },
    );
    render(<Rows />);
    expect(screen.getByText('still here')).toBeInTheDocument();
  });
});
