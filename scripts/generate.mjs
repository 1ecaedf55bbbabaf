// The OpenAPI document and the TypeScript client made from it:
//   node scripts/generate.mjs           writes both
//   node scripts/generate.mjs --check   writes nothing, and fails if either differs from what is committed
//
// Both come from the server's code: `chatspace openapi` prints the document.

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { gatewayClient } from './gateway-client.mjs';
import { attempt, capture, fail, ROOT, say, WEB } from './lib.mjs';

const DOCUMENT = join(ROOT, 'openapi', 'openapi.json');
const CLIENT = join(WEB, 'src', 'api', 'gen');

const check = process.argv[2] === '--check';
const printed = process.env.CHATSPACE_BIN
  ? capture(process.env.CHATSPACE_BIN, ['openapi'])
  : capture('cargo', ['run', '--quiet', '--locked', '--package', 'chatspace', '--', 'openapi'], {
      cwd: ROOT, timeout: 1_800_000, stdio: ['ignore', 'pipe', 2],
    });

if (check) {
  const same = documentIsSame() && clientIsSame();
  if (same) say('openapi/openapi.json and the TypeScript client are what the code says');
  process.exitCode = same ? 0 : 1;
} else {
  mkdirSync(join(ROOT, 'openapi'), { recursive: true });
  writeFileSync(DOCUMENT, printed);
  generateClient();
}

function generateClient() {
  if (!attempt('npm', ['run', 'api'], { cwd: WEB })) fail('the TypeScript client could not be generated');
  writeFileSync(join(CLIENT, 'gateway.gen.ts'), gatewayClient(JSON.parse(readFileSync(DOCUMENT, 'utf8'))));
}

function documentIsSame() {
  const same = existsSync(DOCUMENT) && readFileSync(DOCUMENT, 'utf8') === printed;
  if (same) return true;
  const fresh = join(mkdtempSync(join(tmpdir(), 'chatspace-openapi-')), 'openapi.json');
  writeFileSync(fresh, printed);
  say('error: openapi/openapi.json is not what `chatspace openapi` prints; run: just generate');
  const diff = spawnSync('git', ['diff', '--no-index', '--stat', '-p', DOCUMENT, fresh], { encoding: 'utf8' });
  say((diff.stdout ?? '').slice(0, 6_000));
  return false;
}

/** Generates over the committed client, compares, and restores the committed one. */
function clientIsSame() {
  const kept = mkdtempSync(join(tmpdir(), 'chatspace-client-'));
  cpSync(CLIENT, kept, { recursive: true });
  try {
    generateClient();
    const [before, after] = [contents(kept), contents(CLIENT)];
    const names = new Set([...before.keys(), ...after.keys()]);
    const different = [...names].filter((name) => before.get(name) !== after.get(name));
    if (different.length === 0) return true;
    say(`error: web-client/src/api/gen is not what openapi.json gives (${different.join(', ')}); run: just generate`);
    return false;
  } finally {
    rmSync(CLIENT, { recursive: true, force: true });
    cpSync(kept, CLIENT, { recursive: true });
    rmSync(kept, { recursive: true, force: true });
  }
}

function contents(folder, base = folder, found = new Map()) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) contents(path, base, found);
    else found.set(relative(base, path), readFileSync(path, 'utf8'));
  }
  return found;
}
