/** Touch: real touch events, as the browser gets them from the device. */
import { expect, type Locator } from '@playwright/test';
import type { Person } from './person';

/** Longer than the client takes for a long press. */
const HOLD_MS = 700;

/** Presses the middle of it for the time of a long press; the browser may end it differently. */
export async function longPress(
  { page }: Person,
  target: Locator,
  end: 'touchEnd' | 'touchCancel' = 'touchEnd',
): Promise<void> {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (box === null) throw new Error(`${target} is not on the screen`);
  const point = { x: box.x + Math.min(box.width / 2, 120), y: box.y + box.height / 2 };
  const finger = await page.context().newCDPSession(page);
  await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] });
  await page.waitForTimeout(HOLD_MS);
  await finger.send('Input.dispatchTouchEvent', { type: end, touchPoints: [] });
  await finger.detach();
}

/** The sheet with the actions of a message. */
export const sheet = ({ page, t }: Person): Locator =>
  page.getByRole('dialog', { name: t('timeline.actions') });

/** Holds a message and taps one of its actions. */
export async function choosesByTouch(person: Person, text: string, action: string): Promise<void> {
  await longPress(person, person.message(text).getByText(text));
  await sheet(person).getByRole('button', { name: action, exact: true }).tap();
  await expect(sheet(person)).toBeHidden();
}

/** Types with the on-screen keyboard and taps the send button. */
export async function saysByTouch({ page, t, composer }: Person, text: string): Promise<void> {
  await composer.tap();
  await page.keyboard.insertText(text);
  await page.getByRole('button', { name: t('composer.send') }).tap();
}
