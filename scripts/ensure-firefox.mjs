// Prints the path of a Firefox for its smoke test, after installing Debian's firefox-esr if permitted. FIREFOX names another one.
// Nothing else is downloaded.

import { aptInstall, fail, findProgram } from './lib.mjs';

const KNOWN = ['firefox-esr', 'firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'];

const named = process.env.FIREFOX;
const find = () => (named ? findProgram(named) : findProgram(...KNOWN));

const found = find() ?? (!named && aptInstall('firefox-esr') ? find() : undefined);
if (!found) {
  fail(named
    ? `FIREFOX=${named} is not a program`
    : `the story in Firefox needs Firefox.
  Debian:  sudo apt-get install firefox-esr
  Fedora:  sudo dnf install firefox
  macOS:   brew install --cask firefox
  else:    set FIREFOX to the path of a Firefox`);
}
process.stdout.write(`${found}\n`);
