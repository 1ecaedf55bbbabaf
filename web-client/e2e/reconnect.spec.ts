/** The server fails during a conversation: nothing is lost, nothing is duplicated, and users are informed. */
import { expect, test } from './support/fixtures';
import { conversation } from './support/scenes';

test.use({ serviceWorkers: 'allow' });

// High enough to render all rows, so that they can be counted.
test.use({ viewport: { width: 1200, height: 2400 } });

test('a server that is killed in mid conversation loses nothing and doubles nothing', async ({
  server,
  meet,
}) => {
  test.slow();
  const { olena, taras, channel, api } = await conversation(server, meet);
  const lines = Array.from({ length: 40 }, (_, index) => `Line ${String(index + 1).padStart(2, '0')}.`);

  await olena.says(...lines.slice(0, 12));
  await server.kill();
  await olena.says(...lines.slice(12, 24));
  for (const person of [olena, taras]) await expect(person.banner).toBeVisible();
  await server.start();
  await olena.says(...lines.slice(24));

  for (const person of [olena, taras]) {
    await expect(person.banner).toBeHidden({ timeout: 30_000 });
    await expect(person.messages).toHaveCount(lines.length, { timeout: 30_000 });
    await expect(person.messages).toContainText(lines);
  }
  expect((await api.messages(channel)).map((message) => message.content)).toEqual(lines);

  await taras.page.reload();
  await expect(taras.messages).toHaveCount(lines.length);
  await expect(taras.messages).toContainText(lines);
});

test('what happened while the cable was cut is there when it is mended', async ({ server, meet, cable }) => {
  const { olena, taras, api, channel } = await conversation(server, meet, { cable });
  await olena.says('Before', 'To be changed', 'To be deleted');
  await taras.sees('Before', 'To be changed', 'To be deleted');
  cable.cut();
  await expect(taras.banner).toBeVisible();
  await olena.says('Meanwhile');
  await olena.edits('To be changed', 'Changed by now');
  await olena.deletes('To be deleted');
  await api.say(channel, 'And more');
  await taras.says('Written without a cable');
  cable.mend();
  await expect(taras.banner).toBeHidden({ timeout: 30_000 });
  for (const person of [olena, taras]) {
    await person.sees('Before', 'Changed by now', 'Meanwhile', 'And more', 'Written without a cable');
    await person.seesNot('To be changed', 'To be deleted');
    await expect(person.messages).toHaveCount(5);
  }
});
