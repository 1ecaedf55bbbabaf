/** Direct messages: the actions of a user in the client. */
import { expect, type Locator } from '@playwright/test';
import type { Api } from './api';
import type { Meet } from './fixtures';
import type { Person } from './person';
import type { Server } from './server';
import type { Locale } from './words';

/** The list of DMs. */
export const conversations = ({ page, t }: Person): Locator =>
  page.getByRole('navigation', { name: t('shell.dms') });

/** A DM in the list, by its name. */
export const conversation = (person: Person, name: string): Locator =>
  conversations(person).getByRole('listitem').filter({ hasText: name });

export async function opensDms(person: Person): Promise<void> {
  await person.rail.getByRole('link', { name: person.t('shell.dms') }).click();
  await conversations(person).waitFor();
}

/** Chooses users in the open dialog, and confirms. */
export async function picks(person: Person, names: readonly string[], action: string): Promise<void> {
  const { page, t } = person;
  const dialog = page.getByRole('dialog');
  for (const name of names) {
    await dialog.getByRole('searchbox', { name: t('dms.users.search') }).fill(name);
    await dialog.getByRole('option', { name }).click();
  }
  await dialog.getByRole('button', { name: action, exact: true }).click();
  await expect(dialog).toBeHidden();
}

/** Starts a DM with one user, or creates a group with several. */
export async function writesTo(person: Person, ...names: string[]): Promise<void> {
  const { page, t } = person;
  await conversations(person)
    .getByRole('button', { name: t('dms.new'), exact: true })
    .click();
  await picks(person, names, t(names.length > 1 ? 'dms.new.group' : 'dms.new.submit'));
  await expect(page).toHaveURL(/\/dm\/\d+$/);
  await person.composer.waitFor();
}

/** Chooses from the menu in the header of the open DM. */
export async function choosesAbove(person: Person, item: string): Promise<void> {
  const { page, t } = person;
  // Until it is open, the heading is that of the page without one.
  await expect(page).toHaveURL(/\/dm\/\d+$/);
  await person.composer.waitFor();
  const name = await page.getByRole('heading', { level: 1 }).innerText();
  await page
    .getByRole('main')
    .getByRole('button', { name: t('dms.menu', { name }), exact: true })
    .click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

interface Three {
  olena: Person;
  taras: Person;
  marta: Person;
  guild: string;
  channel: string;
  apis: { olena: Api; taras: Api; marta: Api };
}

/** Olena, Taras and Marta, who share Olena's server and have its first channel open. */
export async function three(server: Server, meet: Meet, language: Locale = 'en'): Promise<Three> {
  const apis = {
    olena: await server.api.register('olena', 'Olena'),
    taras: await server.api.register('taras', 'Taras'),
    marta: await server.api.register('marta', 'Marta'),
  };
  const guild = (await apis.olena.createGuild('Book club')).id;
  const channel = (await apis.olena.channels(guild)).find(({ type }) => type === 0)?.id;
  if (channel === undefined) throw new Error('a new server has no channel');
  const { code } = await apis.olena.invite(channel);
  for (const api of [apis.taras, apis.marta]) await api.join(code);

  const people = { olena: await meet('olena', { language }), taras: await meet('taras', { language }) };
  const marta = await meet('marta', { language });
  for (const person of [people.olena, people.taras, marta]) {
    await person.hasSession(server);
    await person.open(`/channels/${guild}/${channel}`);
    await person.composer.waitFor();
  }
  return { ...people, marta, guild, channel, apis };
}
