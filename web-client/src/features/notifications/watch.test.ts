import { client } from '@tests/client';
import 'fake-indexeddb/auto';
import type { FakeServer } from '@tests/fake-server';
import { goHome, goLive } from '@tests/live';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { catalogueStore } from '@/i18n/catalogue';
import en from '@/i18n/en.json';
import { idAt } from '@/lib/ids';
import { noticeSettings } from '@/lib/notice-settings';
import { startNotifying } from './watch';

const MINUTES = 60_000;

let server: FakeServer;
let stop: () => void;
const shown: string[] = [];

beforeEach(async () => {
  class Shown {
    static permission = 'granted';
    constructor(_title: string, { body }: NotificationOptions) {
      shown.push(body ?? '');
    }
  }
  shown.length = 0;
  vi.stubGlobal('Notification', Shown);
  catalogueStore.setState({ loaded: { locale: 'en', messages: en } });
  noticeSettings.setState({ desktop: true, sound: false });
  server = await goLive();
  stop = startNotifying(client, { openChannel: () => undefined, onMove: () => () => {}, go: () => {} });
});
afterEach(async () => {
  stop();
  vi.useRealTimers();
  await goHome(server);
});

/** Taras mentions the reader at this time of the server. */
const mentions = (words: string, time: number) =>
  server.says(server.taras, words, { id: idAt(time, 1), mentions: [server.olena] });

it.each([
  -5,
  5,
  24 * 60,
])('a clock that is %d minutes ahead changes nothing of what is new', async (ahead) => {
  const now = Date.now();
  client.clock.note(now);
  vi.useFakeTimers({ now: now + ahead * MINUTES, toFake: ['Date'] });
  mentions('long ago', now - 2 * MINUTES);
  mentions('just now', now);
  await vi.waitFor(() => expect(shown).toContain('just now'));
  expect(shown).toEqual(['just now']);
});
