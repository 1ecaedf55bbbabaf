/** Text is never lost: it remains as a draft, or as an unsent message. */
import { expect, test } from './support/fixtures';
import { conversation } from './support/scenes';

test.use({ serviceWorkers: 'allow' });

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

test('what is written while the server is away says that it waits, and goes out by itself', async ({
  server,
  meet,
}) => {
  const { olena, taras } = await conversation(server, meet);
  await server.kill();
  await olena.says('Is anyone there?');
  await expect(olena.message('Is anyone there?')).toContainText(olena.t('timeline.waiting'));
  await server.start();
  await taras.sees('Is anyone there?');
  await expect(olena.message('Is anyone there?')).not.toContainText(olena.t('timeline.waiting'));
});

test('a message that the server refused says so, keeps its text, and goes out on retry', async ({
  server,
  meet,
  cable,
  refuses,
}) => {
  const { olena, taras, api, guild, channel } = await conversation(server, meet, { cable });
  refuses(403, `/channels/${channel}/messages`);
  cable.cut();
  await taras.says('I was not quick enough');
  const refused = taras.message('I was not quick enough');
  await expect(refused).toContainText(taras.t('timeline.waiting'));
  await api.mayWrite(guild, channel, false);
  cable.mend();
  await expect(refused).toContainText(taras.t('timeline.notSent.forbidden'), { timeout: 30_000 });
  await expect(taras.page.getByText(taras.t('composer.forbidden'))).toBeVisible();
  await olena.seesNot('I was not quick enough');

  await api.mayWrite(guild, channel, true);
  await taras.composer.waitFor();
  await refused.getByRole('button', { name: taras.t('timeline.retry') }).click();
  await olena.sees('I was not quick enough');
  await expect(refused).not.toContainText(taras.t('timeline.notSent'));
  await taras.sees('I was not quick enough');
});

test('slow mode holds a message back until its time', async ({ server, meet }) => {
  const { olena, taras, api, channel } = await conversation(server, meet);
  await api.updateChannel(channel, { rate_limit_per_user: 5 });
  await taras.says('The first', 'Too soon');
  await olena.sees('The first');
  const held = new RegExp(
    [1, 2, 3, 4, 5].map((seconds) => taras.t('timeline.limited', { seconds })).join('|'),
  );
  await expect(taras.message('Too soon')).toContainText(held);
  await olena.sees('Too soon');
  await taras.sees('Too soon');
  await expect(taras.message('Too soon')).not.toContainText(held);
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
