/** The chosen language, stored on this device; by default that of the browser, or English. */
import { createStore } from 'zustand/vanilla';

export const LOCALES = ['uk', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

const KEY = 'chatspace.locale';

export function isLocale(value: unknown): value is Locale {
  return LOCALES.some((locale) => locale === value);
}

/** The first supported language of the user. */
export function preferredLocale(languages: readonly string[]): Locale {
  for (const tag of languages) {
    const language = tag.split('-')[0];
    if (isLocale(language)) return language;
  }
  return 'en';
}

function stored(): Locale | undefined {
  try {
    const found = localStorage.getItem(KEY);
    return isLocale(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

export const localeStore = createStore<{ locale: Locale }>(() => ({
  locale: stored() ?? preferredLocale(navigator.languages ?? []),
}));

localeStore.subscribe(({ locale }) => {
  try {
    localStorage.setItem(KEY, locale);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
});
