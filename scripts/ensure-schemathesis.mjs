// Prints the path of a pinned schemathesis, installed into cargo's target folder (nothing of it is committed).

import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aptInstall, attempt, fail, findProgram, say, toolsFolder } from './lib.mjs';

const VERSION = '4.32.5';
const home = join(toolsFolder(), `schemathesis-${VERSION}`);
const program = join(home, 'bin', 'st');
const works = () => existsSync(program) && attempt(program, ['--version'], { stdio: 'ignore' });

if (!works()) {
  rmSync(home, { recursive: true, force: true });
  mkdirSync(toolsFolder(), { recursive: true });
  say(`Installing schemathesis ${VERSION}`);
  if (!findProgram('python3')) aptInstall('python3', 'python3-venv');
  const done = inVenv() || inFolder() || (aptInstall('python3-venv') && inVenv());
  if (!done || !works()) {
    fail(`the API tests need Python 3.10 or newer, with venv or pip, to install schemathesis ${VERSION}.
  Debian:  sudo apt-get install python3-venv`);
  }
}
process.stdout.write(`${program}\n`);

function inVenv() {
  const made = attempt('python3', ['-m', 'venv', home], { stdio: 'ignore' });
  if (!made) rmSync(home, { recursive: true, force: true });
  return made && pip(join(home, 'bin', 'python'), []);
}

/** Without venv (Debian packages it separately): pip into a folder, and a small launcher. */
function inFolder() {
  const library = join(home, 'lib');
  if (!attempt('python3', ['-m', 'pip', '--version'], { stdio: 'ignore' }) || !pip('python3', ['--target', library])) {
    return false;
  }
  mkdirSync(join(home, 'bin'), { recursive: true });
  writeFileSync(program, `#!/bin/sh
PYTHONPATH='${library}' exec python3 -c 'import sys; from schemathesis.cli import schemathesis; sys.exit(schemathesis())' "$@"
`);
  chmodSync(program, 0o755);
  return true;
}

function pip(python, where) {
  return attempt(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...where, `schemathesis==${VERSION}`]);
}
