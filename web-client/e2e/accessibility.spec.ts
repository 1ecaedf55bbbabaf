/** Every screen, in each theme and each language, without a single finding of axe. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './support/fixtures';
import type { Person } from './support/person';
import { conversation } from './support/scenes';
import type { Locale } from './support/words';

const THEMES = {
  dark: { colorScheme: 'dark', contrast: 'no-preference' },
  light: { colorScheme: 'light', contrast: 'no-preference' },
  'high contrast': { colorScheme: 'dark', contrast: 'more' },
} as const;

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Looks at what is on the screen now, in all themes. */
async function clean({ page }: Person, screen: string): Promise<void> {
  for (const [theme, media] of Object.entries(THEMES)) {
    await page.emulateMedia({ ...media, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
    const found = violations.map(
      ({ id, help, nodes }) => `${id}: ${help}\n${nodes.map((node) => node.html).join('\n')}`,
    );
    expect.soft(found, `${screen}, ${theme}`).toEqual([]);
  }
}

for (const language of ['en', 'uk'] satisfies Locale[]) {
  test(`axe finds nothing on any screen (${language})`, async ({ server, meet }) => {
    test.setTimeout(300_000);
    const visitor = await meet('visitor', { language });
    await visitor.open('/register');
    await clean(visitor, 'first registration');

    const { olena, taras, api, guild, channel } = await conversation(server, meet, { language });
    const invite = await api.invite(channel);
    await visitor.open('/');
    await clean(visitor, 'sign in');
    await visitor.open('/register');
    await visitor.page.getByRole('button', { name: visitor.t('auth.register.submit') }).click();
    await clean(visitor, 'register with mistakes');
    await visitor.open(`/invite/${invite.code}`);
    await clean(visitor, 'invite');
    await visitor.open('/invite/nosuchcode');
    await clean(visitor, 'bad invite');
    await visitor.open('/no/such/page');
    await clean(visitor, 'no such page');

    await clean(olena, 'empty channel');
    await api.createChannel(guild, { name: 'Reading', type: 4 });
    await api.say(
      channel,
      'Hello **bold** `code` @everyone https://example.org\n> quote\n```rust\nfn main() {}\n```\n- a\n- b',
    );
    await taras.says('A reply', 'And another');
    await taras.types('typ');
    await olena.sees('A reply');
    await clean(olena, 'conversation');
  });
}
