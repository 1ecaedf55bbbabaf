/** A text that a person wrote is never lost: as a draft, or as a message that could not be sent. */
import { expect, test } from './support/fixtures';
import { conversation } from './support/scenes';

test('a draft survives a change of channel and a reload', async ({ server, meet }) => {
  const { olena, guild, api } = await conversation(server, meet);
  await api.createChannel(guild, { name: 'plans', type: 0 });
  await olena.types('Not finished ye');
  await olena.opensChannel('plans');
  await expect(olena.composer).toHaveValue('');
  await olena.opensChannel('general');
  await expect(olena.composer).toHaveValue('Not finished ye');
  await olena.page.reload();
  await expect(olena.composer).toHaveValue('Not finished ye');
});

test('a message that could not be sent says so, and goes out on retry', async ({ server, meet }) => {
  const { olena, taras } = await conversation(server, meet);
  await server.kill();
  await olena.says('Is anyone there?');
  await olena.sees('Is anyone there?');
  await server.start();
  await taras.sees('Is anyone there?');
  await expect(olena.message('Is anyone there?').getByText('Not sent')).toHaveCount(0);
});

test('a message that the server refused waits for its author, and goes out on retry', async ({
  server,
  meet,
}) => {
  const { olena, taras, api, channel } = await conversation(server, meet);
  await api.updateChannel(channel, { rate_limit_per_user: 21_600 });
  await taras.says('The first');
  await olena.sees('The first');
  await taras.says('Too soon');
  const refused = taras.message('Too soon');
  await expect(refused).toContainText('Not sent');
  await olena.seesNot('Too soon');
  await api.updateChannel(channel, { rate_limit_per_user: 0 });
  await refused.getByRole('button', { name: 'Retry' }).click();
  await olena.sees('Too soon');
  await expect(taras.message('Too soon')).not.toContainText('Not sent');
});

test('what was written while the server was away goes out after a reload, once', async ({ server, meet }) => {
  const { olena, taras, api, channel } = await conversation(server, meet);
  await server.kill();
  await olena.says('Written in the dark');
  await olena.sees('Written in the dark');
  await server.start();
  await olena.page.reload();
  await taras.sees('Written in the dark');
  await olena.sees('Written in the dark');
  expect(
    (await api.messages(channel)).filter((message) => message.content === 'Written in the dark'),
  ).toHaveLength(1);
});
