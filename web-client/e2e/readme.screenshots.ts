/** Takes the screenshots of the README from the real client: `just screenshots`. */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Api } from './support/api';
import { test } from './support/fixtures';
import type { Person } from './support/person';

const folder = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));
mkdirSync(folder, { recursive: true });

const PHONE = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
} as const;

const PEOPLE = [
  ['olena', 'Olena'],
  ['marko', 'Marko'],
  ['sofiia', 'Sofiia'],
  ['danylo', 'Danylo'],
  ['iryna', 'Iryna'],
  ['petro', 'Petro'],
] as const;

const ENGLISH = {
  names: {},
  guild: 'Linden Street',
  channels: [
    ['Neighbourhood', ['announcements', 'garden', 'book-club']],
    ['Workshop', ['bicycles', 'repairs']],
  ],
  topic: 'Beds, seeds, compost, and who waters when',
  chat: [
    ['marko', 'Good morning! The first tomatoes have come up in bed 4.'],
    ['sofiia', 'Already? Mine are still thinking about it.'],
    ['marko', 'The trick was the old window on top, thanks to **Petro**.'],
    ['petro', 'Two more windows stand behind the shed. Take them before it rains.'],
    [
      'olena',
      'I put the watering plan for May together:\n- **Mon, Thu**: Danylo\n- **Tue, Fri**: Iryna\n- **weekend**: whoever wakes first',
    ],
    ['iryna', 'Fridays are fine. Does the hose still leak at the tap?'],
    ['danylo', 'Not since yesterday. New washer, `3/4 inch`, in case it happens again.'],
    ['sofiia', '> whoever wakes first\nSo, Olena, every weekend.'],
    ['olena', 'I knew what I was writing 🌱'],
    ['petro', 'Shall we build the compost box on Saturday at ten? I have the boards.'],
    ['iryna', 'I will bring coffee, and a cake if there is time.'],
    ['marko', 'Then there will be many helpers.'],
  ],
} as const;

const UKRAINIAN = {
  names: {
    olena: 'Олена',
    marko: 'Марко',
    sofiia: 'Софія',
    danylo: 'Данило',
    iryna: 'Ірина',
    petro: 'Петро',
  },
  guild: 'Липова, 12',
  channels: [
    ['Двір', ['оголошення', 'город', 'книжковий-клуб']],
    ['Майстерня', ['велосипеди', 'ремонт']],
  ],
  topic: 'Грядки, насіння, компост і хто коли поливає',
  chat: [
    ['marko', 'Доброго ранку! На четвертій грядці зійшли перші помідори.'],
    ['sofiia', 'Уже? Мої ще думають.'],
    ['petro', 'За сараєм стоять ще дві старі рами. Беріть, поки не дощить.'],
    [
      'olena',
      'Склала план поливу на травень:\n- **пн, чт**: Данило\n- **вт, пт**: Ірина\n- **вихідні**: хто перший прокинеться',
    ],
    ['iryna', 'П’ятниці мені підходять. Кран ще тече?'],
    ['danylo', 'З учора ні. Нова прокладка, `3/4`.'],
    ['petro', 'У суботу о десятій збираємо ящик для компосту?'],
    ['iryna', 'Принесу каву й пиріг 🌱'],
  ],
} as const;

type Content = typeof ENGLISH | typeof UKRAINIAN;

/** Fills a server with users and messages; returns the path of the channel in the screenshot. */
async function setTheScene(people: Map<string, Api>, content: Content): Promise<string> {
  const owner = people.get('olena');
  if (owner === undefined) throw new Error('Olena is missing');
  const guild = (await owner.createGuild(content.guild)).id;
  const [general] = (await owner.channels(guild)).filter(({ type }) => type === 0);
  if (general === undefined) throw new Error('a new server has no channel');
  const { code } = await owner.invite(general.id);
  for (const [name, api] of people) if (name !== 'olena') await api.join(code);
  for (const [name, nick] of Object.entries(content.names)) await people.get(name)?.isCalled(guild, nick);
  const ids: string[] = [];
  for (const [category, names] of content.channels) {
    const parent = await owner.createChannel(guild, { name: category, type: 4 });
    for (const name of names) {
      ids.push((await owner.createChannel(guild, { name, type: 0, parent_id: parent.id })).id);
    }
  }
  const shown = ids[1];
  if (shown === undefined) throw new Error('there is no channel to show');
  await owner.updateChannel(shown, { topic: content.topic });
  for (const [author, text] of content.chat) await people.get(author)?.say(shown, text);
  return `/channels/${guild}/${shown}`;
}

async function picture({ page }: Person, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.mouse.move(0, 0);
  await page.screenshot({ path: `${folder}${name}.png`, animations: 'disabled', caret: 'hide' });
}

test('pictures for the README', async ({ server, meet }) => {
  test.setTimeout(180_000);
  const people = new Map<string, Api>();
  for (const [username, name] of PEOPLE) people.set(username, await server.api.register(username, name));
  const english = await setTheScene(people, ENGLISH);
  const ukrainian = await setTheScene(people, UKRAINIAN);

  const at = async (person: Person, path: string) => {
    await person.open(path);
    await person.signIn();
    await person.composer.waitFor();
  };
  const here = [await meet('marko'), await meet('iryna')];
  for (const person of here) await at(person, english);

  const olena = await meet('olena', { viewport: { width: 1360, height: 850 } });
  await at(olena, english);
  await here[1]?.types('See you at ten');
  await olena.seesOnline('Marko', 'Iryna');
  await picture(olena, 'chat-dark');
  await olena.page.emulateMedia({ colorScheme: 'light' });
  await picture(olena, 'chat-light');

  const phone = await meet('sofiia', PHONE);
  await at(phone, english);
  await picture(phone, 'phone-chat');
  await phone.page.getByRole('link', { name: phone.t('shell.back') }).click();
  await phone.channels.waitFor();
  await picture(phone, 'phone-channels');

  const light = await meet('danylo', { ...PHONE, language: 'uk', colorScheme: 'light' });
  await at(light, ukrainian);
  await light.showsMembers();
  await light.seesOnline('Данило');
  await light.page.goBack();
  await light.composer.waitFor();
  await picture(light, 'phone-light-uk');
});
