import { aUser } from '@tests/wire';
import { describe, expect, it } from 'vitest';
import { toPlain, toWire, toWritten } from './mentions';

const olena = aUser('olena');
const dotted = aUser('taras.k');
const users = { [olena.id]: olena, [dotted.id]: dotted };

describe('mentions', () => {
  it('become ids on the way out and names on the way back', () => {
    const wire = toWire('привіт @olena і @taras.k', [olena, dotted]);
    expect(wire).toBe(`привіт <@${olena.id}> і <@${dotted.id}>`);
    expect(toWritten(wire, users)).toBe('привіт @olena і @taras.k');
  });

  it('leave a full stop, an address, a stranger and code alone', () => {
    expect(toWire('так, @olena.', [olena])).toBe(`так, <@${olena.id}>.`);
    expect(toWire('пишіть на box@olena', [olena])).toBe('пишіть на box@olena');
    expect(toWire('@nobody', [olena])).toBe('@nobody');
    expect(toWire('`@olena` і ```\n@olena\n```', [olena])).toBe('`@olena` і ```\n@olena\n```');
  });

  it('are read aloud by name, without marks and without what is hidden', () => {
    const name = (id: string) => (id === olena.id ? 'Олена' : undefined);
    expect(toPlain(`**увага** <@${olena.id}>: ||таємниця||`, name)).toBe('увага @Олена: …');
  });
});
