// Prints the paths of two browsers for the end-to-end tests, one per line: a Chromium or Chrome, and the lighter headless one in
// which most tests run. Installs Debian's if permitted; without the lighter one the first is used for both. CHROMIUM names
// another one for all tests. Playwright itself never downloads a browser.

import { aptInstall, fail, findProgram } from './lib.mjs';

const KNOWN = [
  'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const LIGHT = 'chromium-headless-shell';

const named = process.env.CHROMIUM;
const find = () => (named ? findProgram(named) : findProgram(...KNOWN));
const install = () => aptInstall('chromium', 'fonts-noto-color-emoji');
// It has the same version as the browser next to it; otherwise it would be a second browser to maintain.
const findLight = (browser) =>
  findProgram(LIGHT) ?? (findProgram('chromium') === browser && aptInstall(LIGHT) ? findProgram(LIGHT) : undefined);

const found = find() ?? (!named && install() ? find() : undefined);
if (!found) {
  fail(named
    ? `CHROMIUM=${named} is not a program`
    : `the end-to-end tests need Chromium or Chrome.
  Debian:  sudo apt-get install chromium chromium-headless-shell
  Fedora:  sudo dnf install chromium
  macOS:   brew install --cask chromium
  else:    set CHROMIUM to the path of a Chrome or Chromium`);
}
process.stdout.write(`${found}\n${(!named && findLight(found)) || found}\n`);
