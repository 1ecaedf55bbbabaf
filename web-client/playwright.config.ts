/**
 * The stories under e2e/, told in the machine's own Chromium against the real server (`just e2e`).
 *
 * CHATSPACE_BIN is the server's program, CHROMIUM the browser's; both have a usual place. Each test starts a server of
 * its own in an empty folder. SCREENSHOTS=1 takes the README's pictures instead.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

// The workers read this file again, and inherit what is found here.
process.env.CHROMIUM ??= execFileSync('node', [path('../scripts/ensure-chromium.mjs')], {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
}).trim();
process.env.CHATSPACE_BIN ??= path('../target/release/chatspace');

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  projects: [
    process.env.SCREENSHOTS
      ? { name: 'screenshots', testMatch: '*.pictures.ts' }
      : { name: 'stories', testMatch: '*.spec.ts' },
  ],
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  fullyParallel: true,
  workers: 2,
  reporter: 'list',
  use: {
    actionTimeout: 10_000,
    locale: 'en-GB',
    timezoneId: 'Europe/Kyiv',
    colorScheme: 'dark',
    viewport: { width: 1360, height: 800 },
    // Without moving pictures, which cost more than the stories themselves.
    trace: { mode: 'retain-on-failure', screenshots: false, sources: false },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        // Whatever the client asks of another host fails here, on a machine with a network too.
        '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
      ],
    },
  },
});
