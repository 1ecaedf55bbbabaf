/** A person at a browser: what they do and see, in the words of the client. */
import { expect, type Locator, type Page } from '@playwright/test';
import { emailOf, PASSWORD } from './api';
import { type Locale, type Words, wordsOf } from './words';

export class Person {
  readonly email: string;
  /** The client's texts in this person's language. */
  readonly t: Words;

  constructor(
    readonly name: string,
    readonly page: Page,
    language: Locale = 'en',
  ) {
    this.email = emailOf(name);
    this.t = wordsOf(language);
  }

  // Arriving

  async open(path = '/'): Promise<void> {
    await this.page.goto(path);
  }

  async register(displayName = this.name): Promise<void> {
    const { page, t } = this;
    await page.getByLabel(t('auth.email')).fill(this.email);
    await page.getByLabel(t('auth.username')).fill(this.name);
    await page.getByLabel(t('auth.displayName')).fill(displayName);
    await page.getByRole('textbox', { name: t('auth.password'), exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: t('auth.register.submit') }).click();
  }

  async signIn(): Promise<void> {
    const { page, t } = this;
    await page.getByLabel(t('auth.email')).fill(this.email);
    await page.getByRole('textbox', { name: t('auth.password'), exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: t('auth.signIn.submit') }).click();
  }

  // Servers, channels, invites

  async createGuild(name: string): Promise<void> {
    const { page, t } = this;
    await this.rail.getByRole('button', { name: t('guild.add') }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(t('guild.create.name')).fill(name);
    await dialog.getByRole('button', { name: t('guild.create'), exact: true }).click();
    await expect(dialog).toBeHidden();
    await this.seesGuild(name);
  }

  async seesGuild(name: string): Promise<void> {
    await expect(this.rail.getByRole('link', { name })).toHaveAttribute('aria-current', 'page');
  }

  /** The link that the invite dialog offers. */
  async invite(guild: string): Promise<string> {
    const { page, t } = this;
    await page.getByRole('button', { name: t('guild.menu', { name: guild }) }).click();
    await page.getByRole('menuitem', { name: t('guild.invite') }).click();
    const dialog = page.getByRole('dialog', { name: t('inviteDialog.title', { name: guild }) });
    const link = dialog.getByRole('textbox', { name: t('inviteDialog.link') });
    await expect(link).toHaveValue(/\/invite\//);
    const address = await link.inputValue();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    return address;
  }

  // The conversation

  get composer(): Locator {
    return this.page.locator('[data-region="composer"]').getByRole('textbox');
  }

  get log(): Locator {
    return this.page.locator('[data-region="log"]');
  }

  /** The one message that has this text. */
  message(text: string): Locator {
    return this.log.getByRole('article').filter({ hasText: text });
  }

  /** Writes, without sending. */
  async types(text: string): Promise<void> {
    await this.composer.pressSequentially(text);
  }

  async says(...texts: string[]): Promise<void> {
    for (const text of texts) {
      await this.composer.fill(text);
      await this.composer.press('Enter');
    }
  }

  async sees(...texts: string[]): Promise<void> {
    for (const text of texts) await expect(this.message(text)).toHaveCount(1);
  }

  async seesNot(...texts: string[]): Promise<void> {
    for (const text of texts) await expect(this.message(text)).toHaveCount(0);
  }

  // Who is here

  get rail(): Locator {
    return this.page.getByRole('navigation', { name: this.t('shell.rail') });
  }

  get channels(): Locator {
    return this.page.getByRole('navigation', { name: this.t('shell.channels') });
  }

  get members(): Locator {
    return this.page.getByRole('complementary', { name: this.t('shell.members') });
  }

  member(name: string): Locator {
    return this.members.getByRole('listitem').filter({ hasText: name });
  }
}
