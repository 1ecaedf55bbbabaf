/** Keyboard navigation. */
import type { Locator } from '@playwright/test';
import type { Person } from './person';

/** Presses Tab until this control has the focus. */
export async function tabTo(
  person: Person,
  control: Locator,
  key: 'Tab' | 'Shift+Tab' = 'Tab',
): Promise<void> {
  await control.waitFor();
  for (let presses = 0; presses < 60; presses += 1) {
    if (await control.evaluate((element) => element === document.activeElement)) return;
    await person.page.keyboard.press(key);
  }
  throw new Error(`${key} does not reach ${control}`);
}
