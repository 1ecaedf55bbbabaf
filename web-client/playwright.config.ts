/**
 * The end-to-end tests in e2e/, in the system's Chromium against the real server (`just e2e`).
 *
 * CHATSPACE_BIN is the server's program, CHROMIUM the browser; both have defaults. Each test starts a server
 * in an empty folder. SCREENSHOTS=1 takes the screenshots of the README instead.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

// The workers read this file again, and inherit what is found here.
process.env.CHATSPACE_BROWSERS ??= execFileSync('node', [path('../scripts/ensure-chromium.mjs')], {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
}).trim();
const [browser, light] = process.env.CHATSPACE_BROWSERS.split('\n');
process.env.CHATSPACE_BIN ??= path('../target/release/chatspace');

/** Options of the browser. Of the two browsers, only the one with windows shows notifications. */
const started = (executablePath: string | undefined) => ({
  launchOptions: {
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // Requests of the client to other hosts fail here, on a machine with a network too.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
    ],
  },
});

const NOTIFICATIONS = 'notifications.spec.ts';

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  projects: process.env.SCREENSHOTS
    ? [{ name: 'screenshots', testMatch: '*.screenshots.ts', use: started(browser) }]
    : [
        { name: 'stories', testMatch: '*.spec.ts', testIgnore: NOTIFICATIONS, use: started(light) },
        { name: 'notifications', testMatch: NOTIFICATIONS, use: started(browser) },
      ],
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  // A test that needs a second try on a busy machine is reported at the end.
  retries: process.env.CI ? 1 : 0,
  fullyParallel: true,
  workers: 2,
  reporter: 'list',
  use: {
    // The service worker loads the whole client at each first visit, a fifth of the time of a story. Stories in which the network
    // or the server fails allow it, because then it has what the page needs.
    serviceWorkers: 'block',
    actionTimeout: 10_000,
    locale: 'en-GB',
    timezoneId: 'Europe/Kyiv',
    colorScheme: 'dark',
    viewport: { width: 1360, height: 800 },
    // A trace copies the document after each action, which costs much of a story: where there is a second try, that one has it.
    trace: {
      mode: process.env.CI ? 'on-first-retry' : 'retain-on-failure',
      screenshots: false,
      sources: false,
    },
    screenshot: 'only-on-failure',
  },
});
