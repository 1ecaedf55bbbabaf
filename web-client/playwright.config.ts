import { defineConfig } from '@playwright/test';

/** The address of a running server; the stories under e2e/ start from an empty one. */
const baseURL = process.env.CHATSPACE_URL ?? 'http://localhost:8000';

export default defineConfig({
  testDir: 'e2e',
  timeout: 60_000,
  workers: 1,
  reporter: 'list',
  use: {
    baseURL,
    locale: 'uk-UA',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
