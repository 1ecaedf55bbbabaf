/** Messages on touch screens: every action of a message, on a phone and on a laptop with a touch screen. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures';
import { conversation } from './support/scenes';
import { choosesByTouch, longPress, saysByTouch, sheet } from './support/touch';
import { firstNew } from './support/unread';

const TARGET_PX = 44;
const copied = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 });

  test('one reads, answers, edits, copies, marks unread and deletes by touch alone', async ({
    server,
    meet,
  }) => {
    const { olena, taras } = await conversation(server, meet);
    await saysByTouch(olena, 'Shall we read Kotsiubynsky?');
    await taras.sees('Shall we read Kotsiubynsky?');

    await test.step('nothing lies over the text after a tap', async () => {
      await taras.message('Shall we read').tap();
      await expect(taras.page.getByRole('toolbar')).toHaveCount(0);
    });

    await test.step('reply', async () => {
      await choosesByTouch(taras, 'Shall we read Kotsiubynsky?', taras.t('timeline.reply'));
      await saysByTouch(taras, 'Yes, on Fryday');
      await expect(olena.message('Yes, on Fryday')).toContainText('Shall we read Kotsiubynsky?');
    });

    await test.step('edit', async () => {
      await choosesByTouch(taras, 'Yes, on Fryday', taras.t('timeline.edit'));
      await taras.editor.fill('Yes, on Friday');
      await taras.page.getByRole('button', { name: taras.t('timeline.edit.save') }).tap();
      await olena.sees('Yes, on Friday');
    });

    await test.step('copy', async () => {
      await choosesByTouch(taras, 'Yes, on Friday', taras.t('timeline.copy'));
      expect(await copied(taras.page)).toBe('Yes, on Friday');
    });

    await test.step('mark unread', async () => {
      await choosesByTouch(olena, 'Yes, on Friday', olena.t('timeline.markUnread'));
      await expect(firstNew(olena)).toContainText('Yes, on Friday');
    });

    await test.step('delete', async () => {
      await choosesByTouch(taras, 'Yes, on Friday', taras.t('timeline.delete'));
      const question = taras.page.getByRole('alertdialog', { name: taras.t('timeline.delete.title') });
      await question.getByRole('button', { name: taras.t('timeline.delete'), exact: true }).tap();
      await olena.seesNot('Yes, on Friday');
    });
  });

  test('the sheet has all actions, each large enough for a finger', async ({ server, meet }) => {
    const { olena, taras, api, guild, channel } = await conversation(server, meet);
    const { t, page } = taras;
    await saysByTouch(olena, 'Hello');
    await taras.sees('Hello');

    await test.step('of the message of somebody else', async () => {
      await longPress(taras, taras.message('Hello').getByText('Hello'));
      const names = [
        ...['👍', '❤️', '😂', '🎉', '😮', '😢'].map((emoji) => new RegExp(`^${emoji}`)),
        t('timeline.reply'),
        t('timeline.react'),
        t('timeline.copy'),
        t('timeline.copyLink'),
        t('timeline.markUnread'),
        t('timeline.profile'),
        t('user.write'),
        t('user.block'),
      ];
      await expect(sheet(taras).getByRole('listitem')).toHaveText(names);
      for (const button of await sheet(taras).getByRole('button').all())
        expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(TARGET_PX);
      await page.getByRole('button', { name: t('common.close') }).tap();
      await expect(sheet(taras)).toBeHidden();
    });

    await test.step('copy link, profile, write and block do what they say', async () => {
      await choosesByTouch(taras, 'Hello', t('timeline.copyLink'));
      const [message] = await api.messages(channel);
      expect(await copied(page)).toBe(`${server.url}/channels/${guild}/${channel}#${message?.id}`);
      await choosesByTouch(taras, 'Hello', t('timeline.profile'));
      const profile = page.getByRole('dialog', { name: t('profile.title', { name: 'Olena' }) });
      await profile.getByRole('button', { name: t('common.close') }).tap();
      await choosesByTouch(taras, 'Hello', t('user.write'));
      await expect(page).toHaveURL(/\/dm\/\d+$/);
      await page.goBack();
      await choosesByTouch(taras, 'Hello', t('user.block'));
      await expect(taras.log.getByText(t('user.blocked.message'))).toBeVisible();
      await page.getByRole('button', { name: t('user.undo') }).tap();
      await taras.sees('Hello');
    });
  });

  test('a link keeps the menu of the browser', async ({ server, meet }) => {
    const { olena, taras } = await conversation(server, meet);
    await saysByTouch(olena, 'See https://example.com/page');
    await taras.sees('See https://example.com');
    await longPress(taras, taras.log.getByRole('link'), 'touchCancel');
    await expect(sheet(taras)).toHaveCount(0);
  });
});

test.describe('on a laptop with a touch screen', () => {
  test.use({ hasTouch: true });

  test('a tap shows the toolbar, and each of its buttons answers the next tap', async ({ server, meet }) => {
    const { olena, taras } = await conversation(server, meet);
    const { t, page } = taras;
    await olena.says('Hello');
    await taras.sees('Hello');

    await taras.message('Hello').tap();
    await taras
      .message('Hello')
      .getByRole('button', { name: t('timeline.reply') })
      .tap();
    await expect(page.getByText(t('composer.replyingTo', { author: 'Olena' }))).toBeVisible();

    await taras.message('Hello').tap();
    await taras
      .message('Hello')
      .getByRole('button', { name: t('timeline.actions.more') })
      .tap();
    await page.getByRole('menuitem', { name: t('timeline.copy') }).tap();
    await expect.poll(() => copied(page)).toBe('Hello');

    await longPress(taras, taras.message('Hello').getByText('Hello'));
    await page.getByRole('menuitem', { name: t('timeline.markUnread') }).tap();
    await expect(firstNew(taras)).toContainText('Hello');

    await olena.message('Hello').tap();
    await olena
      .message('Hello')
      .getByRole('button', { name: olena.t('timeline.edit'), exact: true })
      .tap();
    await expect(olena.editor).toBeFocused();
  });
});
