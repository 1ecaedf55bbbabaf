/**
 * System notifications: requested by a press, shown for relevant messages elsewhere, leading to the message.
 */
import type { Worker } from '@playwright/test';
import { expect, test } from './support/fixtures';
import type { Person } from './support/person';
import { conversation } from './support/scenes';
import { channelRow } from './support/unread';

test.use({ serviceWorkers: 'allow' });

/** The shown notifications: title, text and target. */
const shown = ({ page }: Person) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const notifications = await registration.getNotifications();
    return notifications.map(({ title, body, data }) => ({ title, body, path: data.path as string }));
  });

async function workerOf({ page }: Person): Promise<Worker> {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null, undefined, {
    timeout: 30_000,
  });
  const [worker] = page.context().serviceWorkers();
  if (worker === undefined) throw new Error('there is no service worker');
  return worker;
}

/** Presses the only notification. */
const press = (worker: Worker) =>
  worker.evaluate(`(async () => {
    const [notification] = await registration.getNotifications();
    dispatchEvent(new NotificationEvent('notificationclick', { notification }));
  })()`);

test('a mention elsewhere is shown by the system, and a press leads to it', async ({ server, meet }) => {
  test.slow();
  const { taras, api, guild, channel } = await conversation(server, meet);
  const { id } = await (await server.api.signIn('taras')).me();
  const quiet = (await api.createChannel(guild, { name: 'quiet', type: 0 })).id;
  const { page, t } = taras;
  await page.context().grantPermissions(['notifications'], { origin: server.url });
  const worker = await workerOf(taras);

  await taras.opensSettings('notifications');
  await page.getByRole('switch', { name: t('settings.notifications.desktop') }).click({ force: true });
  await expect(page.getByRole('switch', { name: t('settings.notifications.desktop') })).toBeChecked();
  await page.goBack();
  await taras.composer.waitFor();
  // Notifications load a moment after the first screen.
  await page.waitForTimeout(3_000);

  await test.step('not what one looks at, nor what does not concern one', async () => {
    await api.say(channel, `<@${id}> here`);
    await api.say(quiet, 'Nothing for anybody');
    const { id: mention } = await api.say(quiet, `<@${id}> **come** on Friday`);
    await expect
      .poll(() => shown(taras))
      .toEqual([
        {
          title: t('notify.from', { author: 'Olena', channel: 'quiet', place: 'Book club' }),
          body: '@Taras come on Friday',
          path: `/channels/${guild}/${quiet}#${mention}`,
        },
      ]);
  });

  await test.step('the newest of a channel takes the place of the one before', async () => {
    await api.say(quiet, `<@${id}> or on Saturday`);
    await expect
      .poll(async () => (await shown(taras)).map(({ body }) => body))
      .toEqual(['@Taras or on Saturday']);
  });

  await test.step('a press leads to the message', async () => {
    await press(worker);
    await expect(page).toHaveURL(new RegExp(`/channels/${guild}/${quiet}$`));
    await expect(taras.message('or on Saturday')).toBeInViewport();
    await expect.poll(() => shown(taras)).toEqual([]);
    await expect(channelRow(taras, 'quiet').getByText(/\d/)).toHaveCount(0);
  });
});

test('a push is shown by the worker and leads to its message', async ({ server, meet }) => {
  const { taras, api, guild } = await conversation(server, meet);
  const quiet = (await api.createChannel(guild, { name: 'quiet', type: 0 })).id;
  const { id } = await api.say(quiet, 'From the other side');
  await taras.page.context().grantPermissions(['notifications'], { origin: server.url });
  const worker = await workerOf(taras);
  const push = {
    v: 1,
    kind: 'mention',
    guild_id: guild,
    channel_id: quiet,
    message_id: id,
    title: 'ChatSpace',
    body: 'Somebody mentioned you',
    tag: quiet,
  };
  const data = JSON.stringify(JSON.stringify(push));
  // The worker gets the permission a moment after the page; until then the browser shows nothing.
  await expect(async () => {
    await worker.evaluate(`void dispatchEvent(new PushEvent('push', { data: ${data} }))`);
    await expect
      .poll(() => shown(taras), { timeout: 3_000 })
      .toEqual([
        { title: 'ChatSpace', body: 'Somebody mentioned you', path: `/channels/${guild}/${quiet}#${id}` },
      ]);
  }).toPass({ timeout: 30_000 });
  await press(worker);
  await expect(taras.message('From the other side')).toBeInViewport();
});
