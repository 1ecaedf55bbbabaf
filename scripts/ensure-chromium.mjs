// Prints the path of a Chromium or Chrome for the end-to-end tests, after installing Debian's if it may.
// CHROMIUM names another one. Playwright itself never downloads a browser.

import { aptInstall, fail, findProgram } from './lib.mjs';

const KNOWN = [
  'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const named = process.env.CHROMIUM;
const find = () => (named ? findProgram(named) : findProgram(...KNOWN));

const found = find() ?? (!named && aptInstall('chromium', 'fonts-noto-color-emoji') ? find() : undefined);
if (!found) {
  fail(named
    ? `CHROMIUM=${named} is not a program`
    : `the end-to-end tests need Chromium or Chrome.
  Debian:  sudo apt-get install chromium
  Fedora:  sudo dnf install chromium
  macOS:   brew install --cask chromium
  else:    set CHROMIUM to the path of a Chrome or Chromium`);
}
process.stdout.write(`${found}\n`);
