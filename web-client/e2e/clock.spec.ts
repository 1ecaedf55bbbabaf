/** Clocks and zones of the device: what is new goes by the server, what is shown by where one is. */
import { expect, test } from './support/fixtures';
import { conversation } from './support/scenes';

const HOUR_MS = 60 * 60_000;

test('a device that is an hour ahead has slow mode and today by the server', async ({ server, meet }) => {
  const { taras, api, guild, channel } = await conversation(server, meet);
  const { page, t } = taras;
  await api.updateChannel(channel, { rate_limit_per_user: 3600 });
  await page.clock.setSystemTime(Date.now() + HOUR_MS * 24);
  await taras.open(`/channels/${guild}/${channel}`);
  await taras.says('The first');
  await taras.sees('The first');
  await expect(taras.log.getByText(t('timeline.today'))).toBeVisible();
  // By its own clock, the hour would have been over.
  await expect(page.getByText(/^Slow mode: you can write again in/)).toBeVisible();
});

test.describe('where the device decides of the zone', () => {
  test.use({ timezoneId: undefined });

  test('a change of the time zone shows at all times at once', async ({ server, meet }) => {
    const { taras, api, channel } = await conversation(server, meet);
    const { page } = taras;
    const { timestamp } = await api.say(channel, 'When was it?');
    await taras.sees('When was it?');
    const hours = (timeZone: string) =>
      new Intl.DateTimeFormat('en-GB', {
        timeZone,
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      }).format(new Date(timestamp));
    const time = taras.message('When was it?').locator('time').first();
    const device = await page.context().newCDPSession(page);
    for (const timezoneId of ['Europe/Kyiv', 'Asia/Tokyo']) {
      await device.send('Emulation.setTimezoneOverride', { timezoneId });
      await page.evaluate(() => window.dispatchEvent(new Event('focus')));
      await expect(time).toHaveText(hours(timezoneId));
    }
  });
});
