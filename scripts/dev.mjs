// Runs the server (debug build) and the web client with hot reload; Ctrl+C ends both.

import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { endGroup, endWithUs, ROOT, say, WEB } from './lib.mjs';

// The server embeds this folder; in development Vite serves the client instead.
mkdirSync(join(WEB, 'dist'), { recursive: true });

const children = [
  start('cargo', ['run', '--package', 'chatspace', '--', 'serve'], ROOT),
  start('npm', ['run', 'dev'], WEB),
];
say('The web client will be at the address that Vite prints; the API is at port 8000.');

function start(program, args, cwd) {
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'], detached: true });
  endWithUs(child);
  child.once('error', (error) => say(`error: ${program}: ${error.message}`));
  child.once('exit', (code) => {
    process.exitCode = code ?? 1;
    for (const other of children) if (other !== child) endGroup(other);
  });
  return child;
}
