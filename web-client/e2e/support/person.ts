/** A user at a browser: their actions and what they see. */
import { expect, type Locator, type Page } from '@playwright/test';
import { emailOf, PASSWORD } from './api';
import type { Server } from './server';
import { type Locale, type MessageId, type Words, wordsOf } from './words';

type SectionId =
  | 'profile'
  | 'account'
  | 'security'
  | 'privacy'
  | 'devices'
  | 'appearance'
  | 'keyboard'
  | 'notifications'
  | 'data';

export class Person {
  readonly email: string;
  /** The client's texts in this user's language. */
  readonly t: Words;

  constructor(
    readonly name: string,
    readonly page: Page,
    readonly language: Locale = 'en',
  ) {
    this.email = emailOf(name);
    this.t = wordsOf(language);
  }

  // Signing in

  async open(path = '/'): Promise<void> {
    await this.page.goto(path);
  }

  /** The first account of a server also chooses who can register, here without a change. */
  async register(displayName = this.name): Promise<void> {
    const { page, t } = this;
    await page.getByLabel(t('auth.email')).fill(this.email);
    await page.getByLabel(t('auth.username')).fill(this.name);
    await page.getByLabel(t('auth.displayName')).fill(displayName);
    await page.getByRole('textbox', { name: t('auth.password'), exact: true }).fill(PASSWORD);
    const first = page.getByRole('button', { name: t('welcome.submit') });
    const isFirst = await first.isVisible();
    await (isFirst ? first : page.getByRole('button', { name: t('auth.register.submit') })).click();
    if (isFirst) await page.getByRole('button', { name: t('welcome.access.submit') }).click();
  }

  async signIn(password = PASSWORD, email = this.email): Promise<void> {
    const { page, t } = this;
    await page.getByLabel(t('auth.email')).fill(email);
    await page.getByRole('textbox', { name: t('auth.password'), exact: true }).fill(password);
    await page.getByRole('button', { name: t('auth.signIn.submit') }).click();
  }

  /** Signs in by cookie, for tests that are not about signing in. */
  async hasSession(server: Server, password = PASSWORD): Promise<void> {
    const value = await server.api.refreshToken(this.email, password);
    await this.page.context().addCookies([
      {
        name: 'chatspace_refresh',
        value,
        domain: new URL(server.url).hostname,
        path: '/api/v10/auth',
        httpOnly: true,
        sameSite: 'Strict',
      },
    ]);
  }

  /** Signs in through the form. */
  async arrives(): Promise<void> {
    await this.open('/');
    await this.signIn();
    await expect(this.rail).toBeVisible();
  }

  // Servers, channels, invites

  async createGuild(name: string): Promise<void> {
    const { page, t } = this;
    await this.rail.getByRole('button', { name: t('guild.add') }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(t('guild.create.name')).fill(name);
    await dialog.getByRole('button', { name: t('common.create'), exact: true }).click();
    await expect(dialog).toBeHidden();
    await this.seesGuild(name);
  }

  async seesGuild(name: string): Promise<void> {
    await expect(this.rail.getByRole('link', { name })).toHaveAttribute('aria-current', 'page');
  }

  /** The link shown by the invite dialog. */
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

  async opensGuild(name: string): Promise<void> {
    await this.rail.getByRole('link', { name }).click();
    await this.seesGuild(name);
  }

  async opensChannel(name: string): Promise<void> {
    await this.channels.getByRole('link', { name }).click();
    await expect(this.page.getByRole('heading', { level: 1, name })).toBeVisible();
  }

  async signOut(): Promise<void> {
    const { page, t } = this;
    await page.getByRole('link', { name: t('shell.settings') }).click();
    await page.getByRole('button', { name: t('settings.signOut') }).click();
    await this.isAskedToSignIn();
  }

  // The settings

  /** Opens a section of the settings by its address. */
  async opensSettings(section: SectionId): Promise<void> {
    await this.open(`/settings/${section}`);
    const item = this.page.locator('a[aria-current="page"]', { hasText: this.t(`settings.${section}`) });
    // A phone has the list on another page, but still in the document.
    await item.waitFor({ state: 'attached' });
  }

  /** A card of the settings, by its heading. */
  card(title: MessageId): Locator {
    return this.page.getByRole('region', { name: this.t(title), exact: true });
  }

  /** The sign-in form, as after the end of a session. */
  async isAskedToSignIn(): Promise<void> {
    await expect(this.page.getByRole('heading', { name: this.t('auth.signIn.title') })).toBeVisible();
  }

  // The conversation

  get composer(): Locator {
    return this.page.locator('[data-region="composer"]').getByRole('textbox');
  }

  get log(): Locator {
    return this.page.locator('[data-region="log"]');
  }

  /** All rendered messages, oldest first. */
  get messages(): Locator {
    return this.log.getByRole('article');
  }

  /** The one message with this text. */
  message(text: string): Locator {
    return this.messages.filter({ hasText: text });
  }

  /** The editor of a message. */
  get editor(): Locator {
    return this.log.getByRole('textbox');
  }

  /** The line that this user is typing. */
  typing(name: string): Locator {
    return this.page
      .locator('[data-region="composer"]')
      .getByText(this.t('composer.typing.one', { first: name }), { exact: true });
  }

  /** The banner above the log while the connection is lost. */
  get banner(): Locator {
    return this.page.getByRole('status').filter({ hasText: this.t('connection.offlineWords') });
  }

  /** Types, without sending. */
  async types(text: string): Promise<void> {
    await this.composer.pressSequentially(text);
  }

  async says(...texts: string[]): Promise<void> {
    for (const text of texts) {
      await this.composer.fill(text);
      // Sends on a touch screen, too, where Enter alone adds a line.
      await this.composer.press('ControlOrMeta+Enter');
    }
  }

  async edits(text: string, changed: string): Promise<void> {
    const message = this.message(text);
    await message.hover();
    await message.getByRole('button', { name: this.t('timeline.edit'), exact: true }).click();
    await this.editor.fill(changed);
    await this.editor.press('Enter');
  }

  async deletes(text: string): Promise<void> {
    const { page, t } = this;
    await this.openMenu(text);
    await page.getByRole('menuitem', { name: t('timeline.delete') }).click();
    const question = page.getByRole('alertdialog', { name: t('timeline.delete.title') });
    await question.getByRole('button', { name: t('timeline.delete'), exact: true }).click();
    await expect(question).toBeHidden();
  }

  /** Opens the menu of a message. */
  async openMenu(text: string): Promise<void> {
    const message = this.message(text);
    await message.hover();
    await message.getByRole('button', { name: this.t('timeline.actions.more') }).click();
    await this.page.getByRole('menu').waitFor();
  }

  async sees(...texts: string[]): Promise<void> {
    for (const text of texts) await expect(this.message(text)).toHaveCount(1);
  }

  async seesNot(...texts: string[]): Promise<void> {
    for (const text of texts) await expect(this.message(text)).toHaveCount(0);
  }

  // Presence

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

  async showsMembers(): Promise<void> {
    await this.page.getByRole('button', { name: this.t('shell.members.show') }).click();
  }

  async seesOnline(...names: string[]): Promise<void> {
    for (const name of names) await expect(this.presence(name, 'presence.online')).toBeVisible();
  }

  /** Others see it some seconds after the disconnect, so that a reload is not visible. */
  async seesOffline(...names: string[]): Promise<void> {
    for (const name of names)
      await expect(this.presence(name, 'presence.offline')).toBeVisible({ timeout: 30_000 });
  }

  private presence(name: string, status: 'presence.online' | 'presence.offline'): Locator {
    return this.member(name).getByRole('img', { name: this.t(status), exact: true });
  }
}
