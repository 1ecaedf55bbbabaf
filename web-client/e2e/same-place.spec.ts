/** Reading and writing positions are stable. */
import { expect, test } from './support/fixtures';
import { conversation, lines } from './support/scenes';

test('a message deleted above and messages that come do not move what one reads and edits', async ({
  server,
  meet,
}) => {
  test.slow();
  const { olena, api, channel } = await conversation(server, meet);
  const ids = new Map<string, string>();
  for (const line of lines(60)) ids.set(line, (await api.say(channel, line)).id);
  await olena.sees('Line 060.');
  const topOf = async (text: string) => Math.round((await olena.message(text).boundingBox())?.y ?? -1);

  /** The last rendered line above the view. */
  const above = () =>
    olena.page.evaluate(() => {
      const edge = document.querySelector('[data-testid="log-scroller"]')?.getBoundingClientRect().top ?? 0;
      const rows = [...document.querySelectorAll('[data-region="log"] article')];
      const gone = rows.findLast((row) => row.getBoundingClientRect().bottom < edge - 30);
      return /Line \d+\./.exec(gone?.textContent ?? '')?.[0] ?? '';
    });

  await test.step('rows go above', async () => {
    await olena.log.hover();
    await olena.page.mouse.wheel(0, -500);
    await expect(olena.page.getByRole('button', { name: olena.t('timeline.jump') })).toBeVisible();
    // The list renders the new position in the next frames.
    await expect.poll(above).not.toBe('');
    const text = await olena.messages.nth(Math.floor((await olena.messages.count()) / 2)).innerText();
    const line = /Line \d+\./.exec(text)?.[0] ?? '';
    const [before, gone] = [await topOf(line), await above()];
    await api.delete(channel, ids.get(gone) ?? 'nothing stands above');
    await olena.seesNot(gone);
    await expect.poll(async () => Math.abs((await topOf(line)) - before)).toBeLessThanOrEqual(1);
  });

  await test.step('the pill has a place of its own', async () => {
    const pill = await olena.page.getByRole('button', { name: olena.t('timeline.jump') }).boundingBox();
    const log = await olena.page.getByTestId('log-scroller').boundingBox();
    expect((log?.y ?? 0) + (log?.height ?? 0)).toBeLessThanOrEqual((pill?.y ?? 0) + 1);
    await olena.page.getByRole('button', { name: olena.t('timeline.jump') }).click();
  });

  await test.step('an open editor is not pushed away', async () => {
    await olena.message('Line 060.').hover();
    await olena
      .message('Line 060.')
      .getByRole('button', { name: olena.t('timeline.edit'), exact: true })
      .click();
    await expect(olena.editor).toBeFocused();
    // If it is taller than the line, it first makes room at the end: a click, even a trial, waits until it is
    // stable.
    await olena.editor.click({ trial: true });
    const save = olena.log.getByRole('button', { name: olena.t('timeline.edit.save') });
    await expect(save).toBeInViewport({ ratio: 1 });
    const before = (await olena.editor.boundingBox())?.y ?? 0;
    for (const line of lines(20)) await api.say(channel, `New ${line}`);
    await expect(olena.message('New Line 001.')).toBeAttached();
    await expect(olena.page.getByRole('button', { name: olena.t('timeline.jump') })).toBeVisible();
    await expect(save).toBeInViewport({ ratio: 1 });
    expect(Math.abs(((await olena.editor.boundingBox())?.y ?? 0) - before)).toBeLessThanOrEqual(1);
  });
});
