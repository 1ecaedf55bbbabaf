/** With a wrong clock of the device: new and expired objects are determined by the server's clock. */
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
  // By its own clock, the hour would be over.
  await expect(page.getByText(/^Slow mode: you can write again in/)).toBeVisible();
});
