/** The findings of axe on a screen, in each theme. */
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
  // The visible label of a control must be part of its accessible name.
  rules: { 'label-content-name-mismatch': { enabled: true } },
};

/** Rules that depend on colours, and so on the theme. */
const COLOURS = { runOnly: { type: 'rule' as const, values: ['color-contrast', 'link-in-text-block'] } };

/** Elements with a slow transition between themes. */
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
 * Checks the current screen: all rules in the first theme, colour rules in the others; these are the same in
 * every language.
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
