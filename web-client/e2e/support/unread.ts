/** Unread messages, as the client shows them. */
import { expect, type Locator } from '@playwright/test';
import type { Person } from './person';

/** A channel in the list, by its name. */
export const channelRow = ({ channels }: Person, name: string): Locator =>
  channels
    .getByRole('listitem')
    .filter({ has: channels.page().getByText(name, { exact: true }) })
    .last();

/** The number of mentions shown on the channel. */
export async function seesMentions(person: Person, channel: string, count: number): Promise<void> {
  const words = person.t('unread.mentions', { count });
  await expect(channelRow(person, channel).getByText(words)).toBeAttached();
}

export async function seesUnread(person: Person, channel: string): Promise<void> {
  await expect(channelRow(person, channel)).toHaveAttribute('data-unread', 'true');
}

/** Neither a dot nor a number. */
export async function seesNothingNew(person: Person, channel: string): Promise<void> {
  const row = channelRow(person, channel);
  await expect(row).toBeVisible();
  await expect(row).not.toHaveAttribute('data-unread', 'true');
  await expect(row.getByText(/\d/)).toHaveCount(0);
}

/** Chooses from the menu of a channel in the list. */
export async function choosesOf(person: Person, channel: string, item: string): Promise<void> {
  const { page, t } = person;
  await channelRow(person, channel).getByRole('link').click({ button: 'right' });
  await page.getByRole('menuitem', { name: item, exact: true }).click();
  await expect(page.getByRole('menu', { name: t('channel.menu', { name: channel }) })).toBeHidden();
}

/** The message below the line of new messages. */
export const firstNew = ({ log, t }: Person): Locator =>
  log.locator('[class*="item"]').filter({ has: log.page().getByText(t('timeline.new'), { exact: true }) });
