import { client } from '@tests/client';
import 'fake-indexeddb/auto';
import { cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { FakeServer } from '@tests/fake-server';
import { goHome, goLive } from '@tests/live';
import { render } from '@tests/render';
import { aChannel } from '@tests/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sendMessage, startLive, stopLive } from '@/gateway';
import { readDraft, saveDraft } from '@/store/drafts/drafts';
import { lostDrafts } from '@/store/drafts/lost';
import { Composer } from './Composer';
import { LostDrafts } from './LostDrafts';

let server: FakeServer;
let second: ReturnType<typeof aChannel>;
const lost = () =>
  lostDrafts(client)
    .getState()
    .found.map(({ content }) => content);
const deleted = () => {
  server.guild.channels = [server.channel];
  server.emit('CHANNEL_DELETE', { ...second });
};
const open = () =>
  render(
    <>
      <LostDrafts channelId={server.channel.id} />
      <Composer guildId={server.guild.id} channelId={server.channel.id} />
    </>,
  );

beforeEach(async () => {
  server = await goLive((one) => {
    second = aChannel(one.guild.id, 'plans');
    one.guild.channels = [one.channel, second];
  });
  saveDraft(client, second.id, { content: 'не дописано', replyTo: null });
});
afterEach(async () => {
  cleanup();
  await goHome(server);
  sessionStorage.clear();
});

describe('the draft of a channel that was deleted', () => {
  it('is offered with the name of the channel, and not before', async () => {
    open();
    expect(screen.queryByText('не дописано')).toBeNull();
    deleted();
    expect(await screen.findByText('не дописано')).toBeVisible();
    expect(screen.getByText('#plans')).toBeVisible();
  });

  it('is inserted where one is', async () => {
    open();
    deleted();
    await userEvent.click(await screen.findByRole('button', { name: 'Insert here' }));
    expect(screen.getByRole('textbox', { name: 'Message #general' })).toHaveValue('не дописано');
    expect(screen.queryByRole('button', { name: 'Insert here' })).toBeNull();
    expect(readDraft(client, second.id).content).toBe('');
  });

  it('is still there after it was copied', async () => {
    userEvent.setup();
    open();
    deleted();
    await userEvent.click(await screen.findByRole('button', { name: 'Copy' }));
    expect(await navigator.clipboard.readText()).toBe('не дописано');
    expect(lost()).toEqual(['не дописано']);
  });

  it('is offered after a reload, too, when the channel went meanwhile', async () => {
    server.guild.channels = [server.channel];
    stopLive(client);
    startLive(client, server.olena.id);
    await waitFor(() => expect(lost()).toEqual(['не дописано']));
  });

  it('is offered no more when it was discarded', async () => {
    open();
    deleted();
    await userEvent.click(await screen.findByRole('button', { name: 'Discard' }));
    expect(lost()).toEqual([]);
    expect(Object.keys(localStorage).filter((key) => key.includes('draft'))).toEqual([]);
  });

  it('takes along what the server refused there', async () => {
    server.sendFaults = [{ status: 404, code: 10003 }];
    sendMessage(client, second.id, 'написане');
    deleted();
    await waitFor(() => expect(lost()).toEqual(['написане\nне дописано']));
    open();
    await userEvent.click(await screen.findByRole('button', { name: 'Discard' }));
    expect(client.store.getState().outbox).toEqual({});
  });

  it('comes back to its channel if that comes back', async () => {
    deleted();
    await waitFor(() => expect(lost()).toHaveLength(1));
    server.emit('CHANNEL_CREATE', { ...second });
    await waitFor(() => expect(lost()).toEqual([]));
    expect(readDraft(client, second.id).content).toBe('не дописано');
  });
});
