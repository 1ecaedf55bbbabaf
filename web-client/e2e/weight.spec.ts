/** The size of a page over the network until a message can be read. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures';
import { conversation } from './support/scenes';

test.use({ serviceWorkers: 'allow' });

const MOST_BYTES = 330_000;

/** Counts the bytes transferred to a page from now on, response headers included. */
async function weighs(page: Page): Promise<() => number> {
  const network = await page.context().newCDPSession(page);
  await network.send('Network.enable');
  let bytes = 0;
  network.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  return () => bytes;
}

test('the first message is read after at most 330 kB', async ({ server, meet }, testInfo) => {
  const { olena, guild, channel } = await conversation(server, meet);
  await olena.says('Here already');
  const taras = await meet('taras');
  await taras.hasSession(server);
  const bytes = await weighs(taras.page);
  await taras.open(`/channels/${guild}/${channel}`);
  await taras.sees('Here already');
  testInfo.annotations.push({ type: 'bytes to the first message', description: String(bytes()) });
  expect(bytes()).toBeGreaterThan(100_000);
  expect(bytes()).toBeLessThanOrEqual(MOST_BYTES);
});

test('the page of a conversation names what it needs, that of signing in does not', async ({ server }) => {
  const linksOf = async (path: string) => (await fetch(`${server.url}${path}`)).headers.get('link') ?? '';
  expect(await linksOf('/channels/1/2')).toMatch(/<\/assets\/chat-[\w-]+\.js>; rel=modulepreload/);
  expect(await linksOf('/dm/1')).toMatch(/rel=preload; as=style/);
  expect(await linksOf('/login')).toBe('');
});
