/** Initial states of tests, prepared over the API. */
import { type Api, emailOf } from './api';
import type { Cable } from './cable';
import type { Meet } from './fixtures';
import type { Person } from './person';
import type { Server } from './server';
import type { Locale } from './words';

interface Conversation {
  olena: Person;
  taras: Person;
  guild: string;
  channel: string;
  /** The API as Olena, who owns the server. */
  api: Api;
}

interface Options {
  language?: Locale;
  /** Taras's relay to the server. */
  cable?: Cable;
}

/** Olena and Taras, both with the first channel of Olena's server open and without messages. */
export async function conversation(
  server: Server,
  meet: Meet,
  { language, cable }: Options = {},
): Promise<Conversation> {
  const api = await server.api.register('olena', 'Olena');
  const other = await server.api.register('taras', 'Taras');
  const guild = (await api.createGuild('Book club')).id;
  const channel = (await api.channels(guild)).find(({ type }) => type === 0)?.id;
  if (channel === undefined) throw new Error('a new server has no channel');
  await other.join((await api.invite(channel)).code);

  const [olena, taras] = [await meet('olena', { language }), await meet('taras', { language, cable })];
  for (const person of [olena, taras]) {
    await person.hasSession(server);
    await person.open(`/channels/${guild}/${channel}`);
    await person.composer.waitFor();
  }
  return { olena, taras, guild, channel, api };
}

/** Requests an email with a link, as a signed-out user. */
export async function forgetsPassword(server: Server, username: string): Promise<void> {
  await fetch(`${server.url}/api/v10/auth/forgot`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: emailOf(username) }),
  });
}

/** Numbered lines of equal width: `Line 001.` */
export function lines(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `Line ${String(index + 1).padStart(3, '0')}.`);
}
