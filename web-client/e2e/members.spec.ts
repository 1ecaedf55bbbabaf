/** The member list: sent for the visible rows, live, and rendered only where visible. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures';
import { conversation } from './support/scenes';

interface Frame {
  op: number;
  d: { ranges?: [number, number][] };
}

/** The frames that the page sends from now on. */
function said(page: Page): Frame[] {
  const frames: Frame[] = [];
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => frames.push(JSON.parse(String(payload)) as Frame)),
  );
  return frames;
}

test('members come, change their names and leave while one looks', async ({ server, meet }) => {
  test.slow();
  const { olena, taras, guild, channel, api } = await conversation(server, meet);
  const heading = (id: 'members.here' | 'members.away', count: number) =>
    olena.members.getByRole('heading', { name: olena.t(id, { count }), exact: true });
  await expect(heading('members.here', 2)).toBeVisible();

  const marko = await server.api.register('marko', 'Marko');
  await marko.join((await api.invite(channel)).code);
  await expect(heading('members.away', 1)).toBeVisible();
  await expect(olena.member('Marko')).toBeVisible();

  await marko.isCalled(guild, 'Gardener');
  await expect(olena.member('Gardener')).toBeVisible();
  await expect(olena.member('Marko')).toHaveCount(0);

  await taras.page.close();
  await olena.seesOffline('Taras');
  await expect(heading('members.here', 1)).toBeVisible();
  await expect(heading('members.away', 2)).toBeVisible();
});

test('the list comes back with the connection', async ({ server, meet, cable }) => {
  const { taras, api, channel } = await conversation(server, meet, { cable });
  await taras.seesOnline('Olena', 'Taras');
  cable.cut();
  await expect(taras.members.getByText(taras.t('members.lastKnown'))).toBeVisible();
  await (await server.api.register('marko', 'Marko')).join((await api.invite(channel)).code);
  cable.mend();
  await expect(taras.member('Marko')).toBeVisible({ timeout: 30_000 });
  await expect(taras.members.getByText(taras.t('members.lastKnown'))).toBeHidden();
});

test('of many members only those in view are asked for and drawn', async ({ server, meet }) => {
  test.slow();
  const api = await server.api.register('olena', 'Olena');
  const guild = (await api.createGuild('Book club')).id;
  const channel = (await api.channels(guild)).find(({ type }) => type === 0)?.id ?? '';
  const { code } = await api.invite(channel);
  for (let number = 1; number <= 110; number += 1) {
    const padded = String(number).padStart(3, '0');
    await (await server.api.register(`m${padded}`, `Member ${padded}`)).join(code);
  }

  const olena = await meet('olena');
  const frames = said(olena.page);
  await olena.open(`/channels/${guild}/${channel}`);
  await olena.signIn();
  const rows = olena.members.getByRole('button');
  await expect(olena.member('Member 001')).toBeVisible();
  expect(await rows.count()).toBeLessThan(60);
  await expect(olena.member('Member 110')).toHaveCount(0);
  await expect(olena.member('Member 001')).toHaveAttribute('aria-setsize', '113');

  await rows.first().focus();
  await olena.page.keyboard.press('End');
  await expect(olena.member('Member 110').getByRole('button')).toBeFocused();
  await olena.page.keyboard.press('ArrowUp');
  await expect(olena.member('Member 109').getByRole('button')).toBeFocused();
  await olena.page.keyboard.press('Home');
  await expect(olena.member('Olena').getByRole('button')).toBeFocused();

  // Step by step: the list may still be scrolling, and one turn of the wheel is lost then.
  await expect(async () => {
    await olena.members.getByRole('region').hover();
    await olena.page.mouse.wheel(0, 300);
    await expect(olena.member('Member 055')).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 60_000 });

  expect(frames.filter(({ op }) => op === 8)).toEqual([]);
  const ranges = frames.flatMap(({ op, d }) => (op === 206 ? (d.ranges ?? []) : []));
  expect(ranges.length).toBeGreaterThan(1);
  for (const [first, last] of ranges) expect(last - first).toBeLessThan(100);
});
