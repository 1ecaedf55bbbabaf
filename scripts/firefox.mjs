// One test in Firefox, driven over WebDriver BiDi: register, send, reply by touch, reload, open the settings.
//   node scripts/firefox.mjs [PROGRAM]
// The other tests run in Chromium (`just e2e`); this one finds differences of another engine.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT, WEB } from './lib.mjs';
import { programUnderTest, proof, RealServer } from './real-server.mjs';

const binary = programUnderTest(process.argv[2]);
const firefox = execFileSync('node', [join(ROOT, 'scripts', 'ensure-firefox.mjs')], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
const { default: puppeteer } = await import(pathToFileURL(createRequire(join(WEB, 'package.json')).resolve('puppeteer-core')));
const texts = JSON.parse(readFileSync(join(WEB, 'src', 'i18n', 'en.json'), 'utf8'));
const t = (id, values = {}) => Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), texts[id]);

const started = Date.now();
const folder = mkdtempSync(join(tmpdir(), 'chatspace-firefox-'));
const server = new RealServer(binary, folder, await freePort(), { RATE_LIMITS: 'off' });
let browser;
let ok = false;
try {
  await server.start();
  browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: firefox,
    headless: true,
    extraPrefsFirefox: { 'intl.accept_languages': 'en-GB', 'dom.w3c_touch_events.enabled': 1 },
  });
  await story(await browser.newPage());
  ok = true;
} catch (thrown) {
  console.error(thrown);
  console.error(server.log().slice(-2_000));
} finally {
  await browser?.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
proof('firefox', 'register, send, reply by touch, reload, settings', `${Math.round((Date.now() - started) / 1000)} s`, 'works', ok);
process.exitCode = ok ? 0 : 1;

async function story(page) {
  const named = (role, name) => page.locator(`::-p-aria([name="${name}"][role="${role}"])`).setTimeout(20_000);
  const faults = [];
  page.on('pageerror', (error) => faults.push(error));
  await page.setViewport({ width: 1200, height: 800 });

  await page.goto(`${server.url}/register`);
  await named('textbox', t('auth.email')).fill('olena@example.com');
  await named('textbox', t('auth.username')).fill('olena');
  await named('textbox', t('auth.displayName')).fill('Olena');
  await page.locator('input[type="password"]').fill('a long enough passphrase');
  await named('button', t('welcome.submit')).click();
  await named('button', t('welcome.access.submit')).click();

  await named('button', t('guild.add')).click();
  await named('textbox', t('guild.create.name')).fill('Book club');
  await named('button', t('common.create')).click();

  const field = '[data-region="composer"] textarea';
  await page.locator(field).click();
  const low = await page.$eval(field, (element) => element.offsetHeight);
  await page.keyboard.type('First line');
  for (const line of ['second', 'third']) {
    await page.keyboard.down('Shift');
    await page.keyboard.press('Enter');
    await page.keyboard.up('Shift');
    await page.keyboard.type(line);
  }
  const high = await page.$eval(field, (element) => element.offsetHeight);
  if (high < low + 20) throw new Error(`the field does not grow: ${low} px, then ${high} px`);
  await page.keyboard.press('Enter');
  await says(page, 'First line');

  const row = await page.waitForSelector('[data-region="log"] article');
  await tap(page, row);
  await tap(page, await row.waitForSelector(`button[aria-label="${t('timeline.reply')}"]`));
  await page.waitForFunction((words) => document.body.innerText.includes(words), {}, t('composer.replyingTo', { author: 'Olena' }));
  await page.locator(field).click();
  await page.keyboard.type('The answer');
  await page.keyboard.press('Enter');
  await says(page, 'The answer');

  await page.reload();
  await says(page, 'The answer');
  await page.locator(`a[aria-label="${t('shell.settings')}"]`).click();
  await page.waitForFunction((title) => document.querySelector('h1')?.innerText === title, {}, t('settings.title'));
  if (faults.length > 0) throw faults[0];
}

/** A tap on the middle of it, sent to Firefox directly, since it rejects some of what puppeteer adds. */
async function tap(page, element) {
  const { x, y, width, height } = await element.boundingBox();
  const middle = { x: Math.round(x + Math.min(width / 2, 200)), y: Math.round(y + height / 2) };
  const finger = [
    { type: 'pointerMove', ...middle },
    { type: 'pointerDown', button: 0 },
    { type: 'pause', duration: 60 },
    { type: 'pointerUp', button: 0 },
  ];
  await browser.connection.send('input.performActions', {
    context: page.mainFrame()._id,
    actions: [{ type: 'pointer', id: 'finger', parameters: { pointerType: 'touch' }, actions: finger }],
  });
}

async function says(page, text) {
  await page.waitForFunction(
    (words) => [...document.querySelectorAll('[data-region="log"] article')].some((one) => one.innerText.includes(words)),
    { timeout: 20_000 },
    text,
  );
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
