/**
 * Takes screenshots of a conversation with long messages, Arabic, code and replies at three widths in three
 * themes: `just screenshots conversation`. The nine images are in test-results/conversation.
 */
import { fileURLToPath } from 'node:url';
import { test } from './support/fixtures';
import { conversation } from './support/scenes';

const folder = fileURLToPath(new URL('../test-results/conversation/', import.meta.url));

const WIDTHS = [1360, 820, 390] as const;
const THEMES = {
  dark: { colorScheme: 'dark', contrast: 'no-preference' },
  light: { colorScheme: 'light', contrast: 'no-preference' },
  contrast: { colorScheme: 'dark', contrast: 'more' },
} as const;

const LONG =
  'Yesterday I read the whole of it again, from the first page to the last, and I still think that the second chapter says more than all the others together: nobody leaves, nobody arrives, and at its end everything is different. **Who else** saw that?';
const CODE =
  'This is how I count the pages:\n```ts\nexport const pages = (books: readonly Book[]): number => books.reduce((sum, { length }) => sum + length, 0); // a line that is longer than the window\n```\nand `pages([])` is zero.';
const ARABIC =
  'مرحبا بالجميع! قرأت الفصل الثاني أمس، وأعجبني كثيرًا.\n> لا أحد يغادر ولا أحد يصل\n- أولًا: الحديقة\n- ثانيًا: `pages([])`';
const ADDRESS = `https://library.example.org/${'a-long-path/'.repeat(9)}book?chapter=2`;

test('a conversation at three widths in three themes', async ({ server, meet }) => {
  test.setTimeout(180_000);
  const { olena, api, guild, channel } = await conversation(server, meet);
  const taras = await server.api.signIn('taras');
  const me = await taras.me();
  const answering = (id: string) => ({ message_reference: { message_id: id } });
  const { id: first } = await api.say(channel, LONG);
  await api.say(channel, 'And a short one after it.');
  const { id: arabic } = await taras.say(channel, ARABIC);
  await api.say(channel, 'نعم، وأنا أيضًا! The garden is the best part.', answering(arabic));
  const { id: code } = await taras.say(channel, CODE);
  await api.say(channel, `<@${me.id}> look: ${ADDRESS}`, answering(code));
  await taras.say(channel, `${LONG} ${LONG}`, answering(first));
  await taras.say(channel, '🌱🌳');
  await api.say(channel, '- one\n- two ||and a secret||\n> a quote\nand what follows it, ~~struck~~');

  const { page } = olena;
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: width === 390 ? 1400 : 1150 });
    await olena.open(`/channels/${guild}/${channel}`);
    await olena.sees('a secret');
    for (const [theme, media] of Object.entries(THEMES)) {
      await page.emulateMedia({ ...media, reducedMotion: 'reduce' });
      await page.evaluate(() => document.fonts.ready);
      await page.mouse.move(0, 0);
      await page.screenshot({
        path: `${folder}${width}-${theme}.png`,
        animations: 'disabled',
        caret: 'hide',
      });
    }
  }
});
