/** Direct messages: two users, a group, and a user who is blocked. */
import { choosesAbove, conversation, conversations, opensDms, picks, three, writesTo } from './support/dms';
import { expect, test } from './support/fixtures';

test('two people write to each other while they are in a server', async ({ server, meet }) => {
  test.slow();
  const { olena, taras, marta, channel, apis } = await three(server, meet);

  await test.step('Olena writes to Taras from his profile', async () => {
    await apis.taras.say(channel, 'Who has the book?');
    await olena.message('Who has the book?').getByRole('button', { name: 'Taras' }).click();
    await olena.page.getByRole('button', { name: olena.t('user.write'), exact: true }).click();
    await expect(olena.page.getByRole('heading', { level: 1, name: 'Taras' })).toBeVisible();
    await olena.says('I do, come at six');
    await olena.sees('I do, come at six');
  });

  await test.step('Taras is still in the server and finds it among his direct messages', async () => {
    await opensDms(taras);
    await conversation(taras, 'Olena').getByRole('link').click();
    await taras.sees('I do, come at six');
    await taras.types('Th');
    await expect(olena.typing('Taras')).toBeVisible();
    await taras.says('Thank you!');
    await olena.sees('Thank you!');
    await expect(olena.typing('Taras')).toBeHidden();
  });

  await test.step('edits and deletions are seen by both', async () => {
    await taras.edits('Thank you!', 'Thank you, see you!');
    await olena.sees('Thank you, see you!');
    await taras.deletes('Thank you, see you!');
    await olena.seesNot('Thank you, see you!');
  });

  await test.step('nobody else has it', async () => {
    await opensDms(marta);
    await expect(
      marta.page.getByRole('heading', { level: 1, name: marta.t('shell.home.title', { name: 'Marta' }) }),
    ).toBeVisible();
    await expect(conversations(marta).getByRole('listitem')).toHaveCount(0);
    await marta.open(new URL(olena.page.url()).pathname);
    await expect(marta.page.getByText(marta.t('shell.dmGone.title'))).toBeVisible();
  });

  await test.step('a conversation that is closed comes back with the next message', async () => {
    await choosesAbove(taras, taras.t('dms.close'));
    await expect(conversation(taras, 'Olena')).toHaveCount(0);
    await olena.says('Bring tea, please');
    await conversation(taras, 'Olena').getByRole('link').click();
    await taras.sees('I do, come at six', 'Bring tea, please');
  });

  await test.step('all is there after a reload', async () => {
    await taras.page.reload();
    await taras.sees('I do, come at six', 'Bring tea, please');
    await expect(conversation(taras, 'Olena').getByRole('link')).toHaveAttribute('aria-current', 'page');
  });
});

test('three people make a group, add, rename and leave', async ({ server, meet }) => {
  test.slow();
  const { olena, taras, marta } = await three(server, meet);

  await test.step('Olena makes a group with Taras and Marta, and both have it at once', async () => {
    await opensDms(olena);
    await writesTo(olena, 'Taras', 'Marta');
    for (const person of [taras, marta]) {
      await opensDms(person);
      await conversations(person).getByRole('listitem').getByRole('link').click();
      await person.composer.waitFor();
    }
    await olena.says('A picnic on Sunday?');
    await taras.sees('A picnic on Sunday?');
    await marta.says('With pleasure');
    await olena.sees('With pleasure');
  });

  await test.step('Taras gives it a name, which all see', async () => {
    await choosesAbove(taras, taras.t('dms.change'));
    const dialog = taras.page.getByRole('dialog');
    await dialog.getByLabel(taras.t('dms.name')).fill('Picnic');
    await dialog.getByRole('button', { name: taras.t('common.save'), exact: true }).click();
    for (const person of [olena, taras, marta]) {
      await expect(person.page.getByRole('heading', { level: 1, name: 'Picnic' })).toBeVisible();
      await person.sees(person.t('timeline.group.renamed', { author: 'Taras', name: 'Picnic' }));
    }
  });

  await test.step('Olena, who made it, takes Marta out, and it is gone for her', async () => {
    const people = olena.page.getByRole('complementary', { name: olena.t('shell.recipients') });
    const row = people.getByRole('listitem').filter({ hasText: 'Marta' });
    await row.getByRole('button', { name: olena.t('dms.menu', { name: 'Marta' }) }).click();
    await olena.page.getByRole('menuitem', { name: olena.t('dms.remove') }).click();
    const question = olena.page.getByRole('alertdialog');
    await question.getByRole('button', { name: olena.t('dms.remove.submit'), exact: true }).click();
    await expect(row).toHaveCount(0);
    await taras.sees(taras.t('timeline.group.removed', { author: 'Olena', person: 'Marta' }));
    await expect(conversation(marta, 'Picnic')).toHaveCount(0);
  });

  await test.step('Taras brings her back', async () => {
    await choosesAbove(taras, taras.t('dms.add'));
    await picks(taras, ['Marta'], taras.t('dms.add.submit'));
    await olena.sees(olena.t('timeline.group.added', { author: 'Taras', person: 'Marta' }));
    await conversation(marta, 'Picnic').getByRole('link').click();
    await marta.says('Here I am again');
    await olena.sees('Here I am again');
  });

  await test.step('Olena leaves, and the group goes over to Taras', async () => {
    await choosesAbove(olena, olena.t('dms.leave'));
    const question = olena.page.getByRole('alertdialog');
    await question.getByRole('button', { name: olena.t('dms.leave.submit'), exact: true }).click();
    await expect(conversation(olena, 'Picnic')).toHaveCount(0);
    await taras.sees(taras.t('timeline.group.left', { author: 'Olena' }));
    const people = taras.page.getByRole('complementary', { name: taras.t('shell.recipients') });
    const own = people.getByRole('listitem').filter({ hasText: 'Taras' });
    await expect(own.getByRole('img', { name: taras.t('dms.owner') })).toBeVisible();
  });
});

test('who is blocked cannot write, and what they say elsewhere is folded', async ({ server, meet }) => {
  test.slow();
  const { olena, taras, marta, guild, channel } = await three(server, meet);

  await test.step('Taras writes to Olena, and she blocks him', async () => {
    await opensDms(taras);
    await writesTo(taras, 'Olena');
    await taras.says('Hello again');
    await opensDms(olena);
    await conversation(olena, 'Taras').getByRole('link').click();
    await olena.sees('Hello again');
    await choosesAbove(olena, olena.t('user.block'));
    await expect(olena.page.getByText(olena.t('dm.blocked'))).toBeVisible();
  });

  await test.step('Taras is told only that she does not take messages from him', async () => {
    await taras.says('Are you there?');
    await expect(taras.log.getByText(taras.t('timeline.notSent.refused'))).toBeVisible();
    await olena.seesNot('Are you there?');
  });

  await test.step('in the server his message is folded for Olena, and for nobody else', async () => {
    for (const person of [olena, taras, marta]) {
      await person.open(`/channels/${guild}/${channel}`);
      await person.composer.waitFor();
    }
    await taras.says('Good evening, all');
    await marta.sees('Good evening, all');
    const folded = olena.message(olena.t('user.blocked.message'));
    await expect(folded).toBeVisible();
    await olena.seesNot('Good evening, all');
    await taras.types('…');
    await expect(marta.typing('Taras')).toBeVisible();
    await expect(olena.typing('Taras')).toBeHidden();
    await folded.getByRole('button', { name: olena.t('user.blocked.show') }).click();
    await olena.sees('Good evening, all');
  });

  await test.step('Olena finds him in her settings and takes the block back', async () => {
    await olena.opensSettings('privacy');
    await olena
      .card('settings.blocks')
      .getByRole('button', { name: olena.t('settings.blocks.unblock', { name: 'Taras' }) })
      .click();
    await expect(olena.page.getByText(olena.t('settings.blocks.none'))).toBeVisible();
    await opensDms(taras);
    await conversation(taras, 'Olena').getByRole('link').click();
    await taras.page.getByRole('button', { name: taras.t('timeline.retry') }).click();
    await taras.sees('Are you there?');
    await expect(taras.log.getByText(taras.t('timeline.notSent.refused'))).toBeHidden();
  });
});

test('who wants messages from nobody gets none, except in conversations of their own', async ({
  server,
  meet,
  refuses,
}) => {
  refuses(403, '/users/@me/channels');
  const { olena, taras } = await three(server, meet);
  await olena.opensSettings('privacy');
  await olena.page.getByText(olena.t('settings.write.nobody'), { exact: true }).click();
  await expect(
    olena.page.getByRole('radio', { name: olena.t('settings.write.nobody'), exact: false }),
  ).toBeChecked();

  await opensDms(taras);
  const dialog = taras.page.getByRole('dialog');
  await conversations(taras)
    .getByRole('button', { name: taras.t('dms.new'), exact: true })
    .click();
  await dialog.getByRole('option', { name: 'Olena' }).click();
  await dialog.getByRole('button', { name: taras.t('dms.new.submit'), exact: true }).click();
  await expect(dialog.getByText(taras.t('error.cannotMessage'))).toBeVisible();
  await taras.page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  await olena.open('/dm');
  await writesTo(olena, 'Taras');
  await olena.says('I had a question');
  await conversation(taras, 'Olena').getByRole('link').click();
  await taras.sees('I had a question');
  await taras.says('Ask');
  await olena.sees('Ask');
});
