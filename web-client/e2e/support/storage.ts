import type { Page } from '@playwright/test';

/** The storage key of the client for the page's server. */
export const storageKey = (page: Page, name: string): string =>
  `chatspace ${new URL(page.url()).origin} ${name}`;
