/**
 * Theme and text size: stored on this device, applied to the root element.
 *
 * `public/theme.js` applies the same stored values before the first paint; the key and the values agree with it.
 * "system" follows the device's preferences for contrast and light, also while the page is open.
 */
import { createStore } from 'zustand/vanilla';

export const THEMES = ['system', 'dark', 'light', 'contrast'] as const;
export type Theme = (typeof THEMES)[number];

export const TEXT_SIZES_PX = { least: 12, usual: 15, most: 24 } as const;

export interface Appearance {
  theme: Theme;
  /** Size of message text in CSS pixels at the browser's usual font size. */
  textSize: number;
}

const KEY = 'chatspace.appearance';
const usual: Appearance = { theme: 'system', textSize: TEXT_SIZES_PX.usual };

function isTheme(value: unknown): value is Theme {
  return THEMES.some((theme) => theme === value);
}

function stored(): Appearance {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    if (typeof found !== 'object' || found === null) return usual;
    const { theme, textSize } = found as Record<string, unknown>;
    const fits =
      typeof textSize === 'number' && textSize >= TEXT_SIZES_PX.least && textSize <= TEXT_SIZES_PX.most;
    return { theme: isTheme(theme) ? theme : usual.theme, textSize: fits ? textSize : usual.textSize };
  } catch {
    return usual;
  }
}

const prefers = (query: string) => typeof matchMedia === 'function' && matchMedia(query).matches;

/** The theme in effect: what "system" means on this device now. */
export function resolvedTheme(theme: Theme): Exclude<Theme, 'system'> {
  if (theme !== 'system') return theme;
  if (prefers('(prefers-contrast: more)')) return 'contrast';
  return prefers('(prefers-color-scheme: light)') ? 'light' : 'dark';
}

export const appearance = createStore<Appearance>(stored);

function apply({ theme, textSize }: Appearance): void {
  const root = document.documentElement;
  root.dataset.theme = resolvedTheme(theme);
  root.style.setProperty('--chat-text', `${textSize / 16}rem`);
}

/** Applies the appearance now and whenever it, or the device's preference, changes. */
export function startAppearance(): void {
  apply(appearance.getState());
  appearance.subscribe((state) => {
    apply(state);
    try {
      localStorage.setItem(KEY, JSON.stringify(state));
    } catch {
      // Without storage the choice lasts as long as the page.
    }
  });
  for (const query of ['(prefers-color-scheme: light)', '(prefers-contrast: more)']) {
    matchMedia(query).addEventListener('change', () => apply(appearance.getState()));
  }
}
