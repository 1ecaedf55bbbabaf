import { applied } from '@tests/applied';
import { aChannel, aMember, aRole, aUser, currentUser, guildCreate, nextId } from '@tests/wire';
import { describe, expect, it } from 'vitest';
import { emptyState, type State } from '@/store/state';
import { countMentions, toPlain, toWire, toWritten, unknownNames } from './mentions';
import { mentionNames } from './names';

const guildId = nextId();
const olena = aUser('olena', { global_name: 'Олена Коваль' });
const taras = aUser('taras.k', { global_name: 'Taras' });
const [one, two] = [aUser('ivan_1', { global_name: 'Іван' }), aUser('ivan_2', { global_name: 'Іван' })];
const mods = aRole(nextId(), 'Night Mods', 0n);
const general = aChannel(guildId, 'general');
const guild = guildCreate({
  id: guildId,
  name: 'Guild',
  owner: olena,
  roles: [aRole(guildId, '@everyone', 0n), mods],
  channels: [general],
  members: [aMember(olena), aMember(taras, { nick: "Мар'ян" }), aMember(one), aMember(two)],
});
const state: State = applied(
  { ...emptyState(), me: currentUser(olena) },
  { name: 'GUILD_CREATE', payload: guild },
  0,
);
const names = mentionNames(state, general.id);
const wire = (content: string) => toWire(content, names);

describe('mentions', () => {
  it.each([
    ['привіт @olena і @taras.k', `привіт <@${olena.id}> і <@${taras.id}>`],
    ['@OLENA', `<@${olena.id}>`],
    ['@Олена Коваль, глянь', `<@${olena.id}>, глянь`],
    ['@олена коваль', `<@${olena.id}>`],
    ['@Taras', `<@${taras.id}>`],
    ['@Мар’ян', `<@${taras.id}>`],
    ['@night mods', `<@&${mods.id}>`],
    ['@everyone', '@everyone'],
    ['#general', `<#${general.id}>`],
    ['у #General.', `у <#${general.id}>.`],
    ['так, @olena.', `так, <@${olena.id}>.`],
    ['**@olena**', `**<@${olena.id}>**`],
    ['> @olena\n@taras.k', `> <@${olena.id}>\n<@${taras.id}>`],
    ['(@olena)', `(<@${olena.id}>)`],
  ])('%j becomes %j on the way out', (written, expected) => {
    expect(wire(written)).toBe(expected);
  });

  it.each([
    'пишіть на box@olena',
    'box@olena.com',
    '@olena.com',
    '@nobody',
    '@Іван',
    '@olenaa',
    'https://medium.com/@olena/post',
    'medium.com/@olena',
    '[a](https://x.org/@olena)',
    '<https://x.org/@olena>',
    'https://x.org/#general',
    '`@olena` і ```\n@olena\n```',
    'text ```\n@olena\n```',
    '> ```\n> @olena\n> ```',
    '\\@olena',
    'C#general',
  ])('%j stays as it is', (content) => {
    expect(wire(content)).toBe(content);
  });

  it('come back as they may be written, and go out the same', () => {
    const content = `<@${olena.id}> <@${taras.id}> <@&${mods.id}> <#${general.id}> \`<@${olena.id}>\` <@404>`;
    const written = toWritten(content, names);
    expect(written).toBe(`@olena @taras.k @Night Mods #general \`<@${olena.id}>\` <@404>`);
    expect(wire(written)).toBe(content);
  });

  it('stay ids where the name would mean something else', () => {
    const content = `<@${olena.id}>x`;
    expect(toWritten(content, names)).toBe(content);
  });

  it('are looked for when nobody is known by the name', () => {
    expect(unknownNames('@petro і @olena, a@b, `@c` https://x.org/@d @Дарина.', names)).toEqual([
      'petro',
      'Дарина',
    ]);
  });

  it('are counted, each person once', () => {
    expect(countMentions('<@1> <@1> <@2> <@&3> `<@4>`')).toEqual({ users: 2, roles: 1 });
  });

  it('are read aloud by name, without marks and without what is hidden', () => {
    const content = `**увага** <@${olena.id}> <@&${mods.id}> <#${general.id}> snake_case #5: ||таємниця||`;
    expect(toPlain(content, state, guildId, (id) => state.users[id]?.global_name ?? undefined)).toBe(
      'увага @Олена Коваль @Night Mods #general snake_case #5: …',
    );
  });
});
