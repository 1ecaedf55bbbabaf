// Checks the OpenAPI document with other tools: node scripts/generated-clients.mjs [PROGRAM]
//
// A strict validator reads `openapi/openapi.json`; a Python and a TypeScript client are generated from it alone, and each runs
// the foundation's story against a real server (PROGRAM, else CHATSPACE_BIN, else the release build). Prints one line per proof.
// A document with a dangling reference must be rejected first, so that a pass is meaningful.

import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attempt, freePort, ROOT, run, say, WEB } from './lib.mjs';
import { programUnderTest, proof, pythonWith, RealServer } from './real-server.mjs';

const STEPS = 24;
const HERE = join(ROOT, 'backend', 'conformance', 'clients');
const DOCUMENT = join(ROOT, 'openapi', 'openapi.json');

const binary = programUnderTest(process.argv[2]);
const python = pythonWith(join(HERE, 'requirements.txt'));
if (!attempt('node', [join(ROOT, 'scripts', 'web.mjs'), 'install'])) throw new Error("the web client's packages could not be installed");
const folder = mkdtempSync(join(tmpdir(), 'chatspace-clients-'));
const server = new RealServer(binary, folder, await freePort(), { RATE_LIMITS: 'off', BCRYPT_COST: '4' });
const verdicts = [];
try {
  await server.start();
  verdicts.push(await validates(), await tells('5.b', 'scenario with a generated Python client', pythonStory), await tells('5.c', 'scenario with a generated TypeScript client', typescriptStory));
} catch (error) {
  say(`error: ${error.message}\n${server.log().slice(-8_000)}`);
  verdicts.push(false);
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
process.exitCode = verdicts.every(Boolean) ? 0 : 1;

async function validates() {
  const broken = JSON.parse(readFileSync(DOCUMENT, 'utf8'));
  const operation = Object.values(Object.values(broken.paths)[0])[0];
  operation.responses[200] = { $ref: '#/components/responses/Nothing' };
  const file = join(folder, 'broken.json');
  writeFileSync(file, JSON.stringify(broken));
  const isStrict = !(await validator(file)).ok;
  const { ok } = await validator(DOCUMENT);
  return proof('5.a', 'faults found by an OpenAPI 3.1 validator', ok && isStrict ? '0' : 'some', '0', ok && isStrict);
}

function validator(file) {
  return run(python.program, ['-m', 'openapi_spec_validator', '--schema', '3.1', '--errors', 'all', file], { minutes: 2, env: { ...process.env, ...python.env } });
}

async function tells(item, what, story) {
  const { ok, output } = await story();
  const steps = [...output.matchAll(/^step /gm)].length;
  return proof(item, what, `${steps} steps`, `${STEPS} steps`, ok && steps === STEPS && /^done$/m.test(output));
}

async function pythonStory() {
  const place = join(folder, 'python');
  mkdirSync(place);
  const env = { ...process.env, ...python.env, PYTHONPATH: [place, python.env.PYTHONPATH].filter(Boolean).join(':') };
  // Formatting of generated code is skipped.
  writeFileSync(join(place, 'settings.yaml'), 'post_hooks: []\n');
  const made = await run(python.program, [
    '-m', 'openapi_python_client', 'generate', '--path', DOCUMENT, '--meta', 'none', '--output-path', join(place, 'generated'),
    '--config', join(place, 'settings.yaml'),
  ], { minutes: 2, env });
  if (!made.ok) return made;
  return run(python.program, [join(HERE, 'story.py'), server.url], { minutes: 2, env });
}

/** It is compiled with strict types. */
async function typescriptStory() {
  const place = join(folder, 'typescript');
  mkdirSync(place);
  const bin = join(WEB, 'node_modules', '.bin');
  const made = await run(join(bin, 'openapi-ts'), [
    '--input', DOCUMENT, '--output', join(place, 'generated'),
    '--plugins', '@hey-api/typescript', '@hey-api/client-fetch', '@hey-api/sdk',
  ], { minutes: 2, cwd: place });
  if (!made.ok) return made;
  copyFileSync(join(HERE, 'story.ts'), join(place, 'story.ts'));
  const compiled = await run(join(bin, 'tsc'), [
    '--strict', '--target', 'ES2023', '--lib', 'ES2023,DOM,DOM.Iterable', '--module', 'commonjs', '--moduleResolution', 'node10',
    '--skipLibCheck', '--types', 'node', '--typeRoots', join(WEB, 'node_modules', '@types'), '--outDir', join(place, 'built'), join(place, 'story.ts'),
  ], { minutes: 2, cwd: place });
  if (!compiled.ok) return compiled;
  return run('node', [join(place, 'built', 'story.js'), server.url], { minutes: 2, cwd: place });
}
