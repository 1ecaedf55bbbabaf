/** Pages of other sites cannot act for a signed-in user, with the browser's cookie or without it. */
import type { BrowserContext } from '@playwright/test';
import type { Api } from './support/api';
import { type Attack, attacks, carryOut, MALLORY } from './support/attacks';
import { test as base, expect } from './support/fixtures';
import { Person } from './support/person';
import { Stranger } from './support/stranger';
import { type Exchange, Witness } from './support/witness';

const REFRESH = '/api/v10/auth/refresh';

interface Victim {
  olena: Person;
  api: Api;
  channel: string;
  guild: string;
  context: BrowserContext;
}

/** A signed-in user in a browser that also opens the attacker's pages, which are not checked like our own. */
const test = base.extend<{ witness: Witness; stranger: Stranger; victim: Victim }>({
  witness: async ({ server }, use) => {
    const witness = await Witness.before(server.url);
    await use(witness);
    await witness.remove();
  },

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the needed fixtures from this pattern.
  stranger: async ({}, use) => {
    const stranger = await Stranger.moveIn();
    await use(stranger);
    await stranger.remove();
  },

  victim: async ({ server, witness, browser, contextOptions }, use) => {
    const api = await server.api.register('olena', 'Olena');
    await server.api.register('mallory', 'Mallory', { password: MALLORY.password });
    const guild = (await api.createGuild('Garden')).id;
    const channel = (await api.channels(guild)).find(({ type }) => type === 0)?.id ?? '';
    await api.say(channel, 'Tomatoes are up');
    const context = await browser.newContext({ ...contextOptions, baseURL: witness.url });
    const olena = new Person('olena', await context.newPage());
    await olena.open(`/channels/${guild}/${channel}`);
    await olena.signIn();
    await olena.sees('Tomatoes are up');
    await use({ olena, api, channel, guild, context });
    await context.close();
  },
});

test('no page of another site uses the cookie, changes anything or signs anybody in or out', async ({
  witness,
  stranger,
  victim: { olena, api, channel, guild, context },
}) => {
  test.slow();
  let tried = 0;
  let withCookie = 0;
  for (const site of [stranger.neighbour, stranger.foreigner]) {
    for (const attack of attacks(channel, guild)) {
      await test.step(`${attack.name}, from ${site}`, async () => {
        const before = await context.cookies(`${witness.url}${REFRESH}`);
        expect(before).toHaveLength(1);
        const exchanges = await attempt(context, site, witness, attack);
        for (const { method, sent, status, cookies } of exchanges) {
          const what = `${attack.name}: ${method}, ${sent.cookie ?? 'no cookie'}`;
          if (sent.cookie !== undefined || !attack.ownPassword) {
            expect(status, what).toBeGreaterThanOrEqual(400);
          }
          expect(cookies, what).toEqual([]);
        }
        expect(await context.cookies(`${witness.url}${REFRESH}`)).toEqual(before);
        tried += 1;
        if (exchanges.some(({ sent }) => sent.cookie !== undefined)) withCookie += 1;
      });
    }
  }
  expect(tried).toBe(2 * attacks(channel, guild).length);
  expect(tried).toBeGreaterThanOrEqual(80);
  // The attack was real: from the other port of the same host the browser did send the cookie.
  expect(withCookie).toBeGreaterThanOrEqual(20);

  await olena.page.reload();
  await olena.sees('Tomatoes are up');
  await expect(olena.messages).toHaveCount(1);
  await olena.says('And still mine');
  await olena.sees('And still mine');
  // It is shown before it is stored.
  const said = async () => (await api.messages(channel)).map(({ content }) => content);
  await expect.poll(said).toEqual(['Tomatoes are up', 'And still mine']);
});

test('no page of another site makes accounts or logs in, with a password of its own either', async ({
  witness,
  stranger,
  victim: { channel, guild, context },
}) => {
  const own = attacks(channel, guild).filter(({ ownPassword }) => ownPassword);
  expect(own.length).toBeGreaterThanOrEqual(8);
  const done: string[] = [];
  for (const attack of own) {
    const exchanges = await attempt(context, stranger.foreigner, witness, attack);
    if (exchanges.some(({ status }) => (status ?? 0) < 400)) done.push(attack.name);
  }
  expect(done).toEqual([]);
});

/** Opens the site, lets it try, and returns what reached the server. */
async function attempt(
  context: BrowserContext,
  site: string,
  witness: Witness,
  attack: Attack,
): Promise<Exchange[]> {
  const seen = witness.exchanges.length;
  const page = await context.newPage();
  await page.goto(site);
  await carryOut(page, witness.url, attack);
  const about = () => witness.exchanges.slice(seen).filter(({ path }) => path === attack.path);
  await expect.poll(() => about().length).toBeGreaterThan(0);
  await expect.poll(() => about().every(({ status }) => status !== null)).toBe(true);
  await page.close();
  return about();
}
