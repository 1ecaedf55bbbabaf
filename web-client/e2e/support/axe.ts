/** What axe says of a screen, in each theme. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import type { Person } from './person';

const THEMES = {
  dark: { colorScheme: 'dark', contrast: 'no-preference' },
  light: { colorScheme: 'light', contrast: 'no-preference' },
  contrast: { colorScheme: 'dark', contrast: 'more' },
} as const;

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const ALL = {
  runOnly: { type: 'tag' as const, values: RULES },
  // What people see on a control is what they say to reach it.
  rules: { 'label-content-name-mismatch': { enabled: true } },
};

/** The rules whose finding depends on colours, and so on the theme. */
const COLOURS = { runOnly: { type: 'rule' as const, values: ['color-contrast', 'link-in-text-block'] } };

/** What changes slowly from the look of one theme to that of another, and is neither for so long. */
function moving(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const changes = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
    return changes.map(({ effect, transitionProperty }) => {
      const target = effect instanceof KeyframeEffect ? effect.target : null;
      return `${target?.tagName ?? '?'}: ${transitionProperty}`;
    });
  });
}

/**
 * Looks at what is on the screen now: by all rules in the first theme, and by those of colours in the others, which are
 * the same in every language.
 */
export async function clean({ page, language }: Person, screen: string): Promise<void> {
  for (const [theme, media] of Object.entries(THEMES)) {
    await page.emulateMedia({ ...media, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    expect(await moving(page), `${screen}, ${theme}: who wants no motion gets none`).toEqual([]);
    if (theme !== 'dark' && language !== 'en') continue;
    const options = theme === 'dark' ? ALL : COLOURS;
    // Legacy mode only means that no other page is opened meanwhile, which would take the focus away.
    const { violations } = await new AxeBuilder({ page }).options(options).setLegacyMode().analyze();
    const found = violations.map(
      ({ id, help, nodes }) => `${id}: ${help}\n${nodes.map((node) => node.html).join('\n')}`,
    );
    expect.soft(found, `${screen}, ${theme}`).toEqual([]);
  }
}
