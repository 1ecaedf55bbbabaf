import type { Page } from '@playwright/test';

/** The name under which the client keeps something of the server that the page is from. */
export const storageKey = (page: Page, name: string): string =>
  `chatspace ${new URL(page.url()).origin} ${name}`;
