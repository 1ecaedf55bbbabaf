/** Missed messages are shown from the first one on, and only seen ones are marked as read. */
import { expect, test } from './support/fixtures';
import type { Person } from './support/person';
import { conversation, lines } from './support/scenes';
import { channelRow, firstNew, seesNothingNew, seesUnread } from './support/unread';

const bar = ({ page, t }: Person) => page.getByRole('region', { name: t('timeline.unread') });

/** Olena's other channel, with this many unread lines. */
async function unread(scene: Awaited<ReturnType<typeof conversation>>, count: number): Promise<string> {
  const { api, guild } = scene;
  const { id } = await api.createChannel(guild, { name: 'news', type: 0 });
  await api.say(id, 'Read long ago');
  await scene.taras.opensChannel('news');
  await scene.taras.sees('Read long ago');
  await seesNothingNew(scene.taras, 'news');
  await scene.taras.opensChannel('general');
  for (const line of lines(count)) await api.say(id, line);
  await seesUnread(scene.taras, 'news');
  return id;
}

test('120 unread messages open at the first one, and are read as far as they were seen', async ({
  server,
  meet,
}) => {
  test.slow();
  const scene = await conversation(server, meet);
  const { taras, guild } = scene;
  const { page, t } = taras;
  const news = await unread(scene, 120);

  await taras.open(`/channels/${guild}/${news}`);
  await expect(taras.message('Line 001.')).toBeInViewport();
  await expect(firstNew(taras)).toContainText('Line 001.');
  await expect(taras.message('Line 120.')).not.toBeInViewport();
  await expect(bar(taras)).toContainText(/new messages since \d\d:\d\d/);

  await test.step('leaving early leaves the rest unread, from where one was', async () => {
    await taras.opensChannel('general');
    await seesUnread(taras, 'news');
    await taras.opensChannel('news');
    await expect(firstNew(taras)).not.toContainText('Line 001.');
    await expect(firstNew(taras).getByRole('article')).toBeInViewport();
  });

  await test.step('who jumps to the present has not read what lies between, and finds the way back', async () => {
    await page.getByRole('button', { name: t('timeline.jump') }).click();
    await expect(taras.message('Line 120.')).toBeInViewport();
    const jump = bar(taras).getByRole('button', { name: t('timeline.unread.jump') });
    await expect(jump).toBeVisible();
    await page.keyboard.press('Shift+PageUp');
    await expect(taras.message('Line 120.')).not.toBeInViewport();
    await expect(jump).toBeHidden();
  });

  await test.step('the bar marks all as read', async () => {
    await bar(taras)
      .getByRole('button', { name: t('unread.markRead') })
      .click();
    await expect(bar(taras)).toBeHidden();
    await taras.opensChannel('general');
    await seesNothingNew(taras, 'news');
  });
});

test('who wants to opens at the end, and jumps to the first unread message', async ({ server, meet }) => {
  test.slow();
  const scene = await conversation(server, meet);
  const { taras } = scene;
  const { page, t } = taras;
  await unread(scene, 120);
  await taras.opensSettings('appearance');
  await page.getByText(t('settings.opening.end')).click();
  await page.goBack();
  await taras.opensChannel('news');
  await expect(taras.message('Line 120.')).toBeInViewport();
  await expect(bar(taras)).toContainText(/\d0\+ new messages since \d\d:\d\d/);
  await bar(taras)
    .getByRole('button', { name: t('timeline.unread.jump') })
    .click();
  await expect(taras.message('Line 001.')).toBeInViewport();
  await expect(firstNew(taras)).toContainText('Line 001.');
});

test('what comes while the window has no focus has the line before it', async ({ server, meet }) => {
  const scene = await conversation(server, meet);
  const { taras, api, channel } = scene;
  await api.say(channel, 'Seen');
  await taras.sees('Seen');
  const focus = (has: boolean) =>
    taras.page.evaluate((focused) => {
      document.hasFocus = () => focused;
      window.dispatchEvent(new Event(focused ? 'focus' : 'blur'));
    }, has);
  await focus(false);
  for (const line of lines(30)) await api.say(channel, line);
  await taras.sees('Line 030.');
  await expect(bar(taras)).toContainText('30 new messages since');
  await focus(true);
  await bar(taras)
    .getByRole('button', { name: taras.t('timeline.unread.jump') })
    .click();
  await expect(taras.message('Line 001.')).toBeInViewport();
  await expect(firstNew(taras)).toContainText('Line 001.');
  await expect(channelRow(taras, 'general')).toBeVisible();
});

test('a busy channel is read as it passes', async ({ server, meet }) => {
  const scene = await conversation(server, meet);
  const { taras, api, guild } = scene;
  const { id } = await api.createChannel(guild, { name: 'busy', type: 0 });
  await taras.opensChannel('busy');
  await Promise.all(lines(60).map((line) => api.say(id, line)));
  await expect(taras.messages).not.toHaveCount(0);
  await taras.opensChannel('general');
  await seesNothingNew(taras, 'busy');
});
