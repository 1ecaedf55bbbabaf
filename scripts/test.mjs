// Runs every test of the project and prints one summary at the end (the recipe `test`).
//
// Each step has a time limit and writes its output to `test-logs` in cargo's target folder. A step whose prerequisite failed is
// skipped and counts as failed; all others run, so that one run shows all failures. The last line is `N passed, M failed`. A
// suite without a test, or with a skipped one, is a failure.

import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run, say, targetFolder, WEB } from './lib.mjs';

const logs = join(targetFolder(), 'test-logs');
rmSync(logs, { recursive: true, force: true });
mkdirSync(logs, { recursive: true });

const script = (name) => join(ROOT, 'scripts', name);
const binary = join(targetFolder(), 'release', 'chatspace');
/** Every event of the API tests that bots may receive. */
const events = join(logs, 'events.jsonl');
const env = {
  ...process.env,
  CHATSPACE_BIN: binary,
  CARGO_TERM_COLOR: 'never',
  NO_COLOR: '1',
  FORCE_COLOR: undefined,
  // The developer's own server settings must not reach the tests.
  ...Object.fromEntries(
    ['APP_NAME', 'DEBUG', 'DB_NAME', 'DATABASE_URL', 'SECRET_KEY', 'ALGORITHM', 'ACCESS_TOKEN_EXPIRE_MINUTES', 'HOST',
      'PORT', 'DATA_DIR', 'PUBLIC_URL', 'REGISTRATION', 'TRUSTED_PROXIES', 'RATE_LIMITS', 'LOG_FORMAT',
      'LOG_ADDRESSES', 'METRICS_ADDR'].map((name) => [name, undefined]),
  ),
};

/** Suites by name: { passed, failed, skipped }. */
const suites = new Map(['Rust on SQLite', 'Rust on Postgres', 'other Rust', 'Vitest', 'Playwright', 'Firefox', 'API document', 'Conformance'].map((name) => [name, none()]));
const failures = [];
const failedInRust = [];
/** Durations: { name, seconds }. */
const steps = [];
const done = new Set();
let number = 0;
/** Whether the output of a step is shown while it runs. */
let isShownAtOnce = true;

const web = { cwd: WEB };
await step('tools', 'node', [script('ensure-chromium.mjs')], { minutes: 10 });
await step('Firefox is there', 'node', [script('ensure-firefox.mjs')], { minutes: 10 });
await step('schemathesis is there', 'node', [script('ensure-schemathesis.mjs')], { minutes: 10 });
await step('web client: packages', 'node', [script('web.mjs'), 'install'], { minutes: 10 });
await step('web client: build', 'node', [script('web.mjs'), 'build'], { minutes: 5, needs: ['web client: packages'] });
await step('Rust: format', 'cargo', ['fmt', '--all', '--check'], { minutes: 2 });

await together(
  async () => {
    await step('web client: types', 'npm', ['run', 'typecheck'], { ...web, minutes: 5, needs: ['web client: packages'] });
    await step('web client: lint and import rules', 'npm', ['run', 'lint'], { ...web, minutes: 5, needs: ['web client: packages'] });
    await step('web client: sizes', 'npm', ['run', 'size'], { ...web, minutes: 2, needs: ['web client: build'] });
    await step('web client: Vitest', 'npx', ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${join(logs, 'vitest.json')}`], {
      ...web, minutes: 10, needs: ['web client: packages'], after: countVitest,
    });
  },
  async () => {
    await step('Rust: clippy', 'cargo', ['clippy', '--locked', '--workspace', '--all-targets', '--', '-D', 'warnings'], {
      minutes: 15, needs: ['web client: build'],
    });
    await step('dependencies', 'node', [script('dependencies.mjs')], { minutes: 2, needs: ['Rust: clippy'] });
    await step('Rust: test build', 'cargo', ['test', '--locked', '--workspace', '--no-run'], { minutes: 20, needs: ['web client: build'] });
  },
);

// Most tests wait for a server, so more of them run than there are processors.
await step('Rust: tests', 'node', [script('with-postgres.mjs'), 'cargo', 'test', '--locked', '--workspace', '--no-fail-fast'], {
  minutes: 20, needs: ['Rust: test build'], after: countRust, env: { EVENTS_FILE: events, RUST_TEST_THREADS: '4' },
});

await together(
  () => step('Rust: release build', 'cargo', ['build', '--locked', '--release'], { minutes: 20, needs: ['web client: build'] }),
  async () => {
    await step('events of the tests, as bots parse them', 'node', [script('bot-events.mjs'), events], {
      minutes: 10, needs: ['Rust: tests'], after: countProofs('Conformance'),
    });
    await step('WebSocket suite', 'node', [script('websocket.mjs')], {
      minutes: 5, needs: ['Rust: test build'], after: countProofs('Conformance'),
    });
  },
);

await step('size, start and memory', 'node', [script('figures.mjs'), binary], { minutes: 3, needs: ['Rust: release build'] });
await together(
  () => step('API against its document', 'node', [script('api-fuzz.mjs'), binary], {
    minutes: 14, needs: ['Rust: release build', 'schemathesis is there'], after: countProofs('API document'),
  }),
  async () => {
    await step('OpenAPI document and client are current', 'node', [script('generate.mjs'), '--check'], {
      minutes: 5, needs: ['Rust: release build', 'web client: packages'],
    });
    await step('clients made from the document', 'node', [script('generated-clients.mjs'), binary], {
      minutes: 5, needs: ['Rust: release build', 'web client: packages'], after: countProofs('API document'),
    });
    await step('bots of five libraries', 'node', [script('conformance.mjs'), binary], {
      minutes: 10, needs: ['Rust: release build'], after: countProofs('Conformance'),
    });
    await step('bots that ask for more before they start', 'node', [script('starters.mjs'), binary], {
      minutes: 8, needs: ['Rust: release build'], after: countProofs('Conformance'),
    });
  },
);
await step('end to end', 'npx', ['playwright', 'test', '--reporter=list,json'], {
  ...web, minutes: 30, needs: ['Rust: release build', 'tools'], after: countPlaywright,
  env: { PLAYWRIGHT_JSON_OUTPUT_NAME: join(logs, 'playwright.json') },
});
await step('a story in Firefox', 'node', [script('firefox.mjs'), binary], {
  minutes: 3, needs: ['Rust: release build', 'Firefox is there'], after: countProofs('Firefox'),
});
summary();

function none() {
  return { passed: 0, failed: 0, skipped: 0 };
}

/** Runs lanes of steps beside each other. */
async function together(...lanes) {
  isShownAtOnce = false;
  await Promise.all(lanes.map((lane) => lane()));
  isShownAtOnce = true;
}

async function step(name, program, args, { needs = [], after, minutes, env: more = {}, ...options }) {
  number += 1;
  const missing = needs.filter((need) => !done.has(need));
  const title = `\n── ${number}. ${name} ${'─'.repeat(Math.max(3, 90 - name.length))}`;
  if (isShownAtOnce) say(title);
  if (missing.length > 0) {
    failures.push(`${name}: not run, because of: ${missing.join(', ')}`);
    return;
  }
  const isShownLater = !isShownAtOnce;
  const log = join(logs, `${String(number).padStart(2, '0')}-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.log`);
  const result = await run(program, args, { cwd: ROOT, log, minutes, isQuiet: isShownLater, env: { ...env, ...more }, ...options });
  if (isShownLater) say(`${title}\n${result.output}`);
  try {
    after?.(result.output);
  } catch (error) {
    failures.push(`${name}: its tests could not be counted: ${error.message}`);
  }
  if (result.ok) done.add(name);
  else failures.push(`${name}: ${result.timedOut ? `stopped after ${minutes} minutes` : 'failed'}, see ${log}`);
  steps.push({ name, seconds: result.seconds });
  say(`── ${name}: ${result.ok ? 'ok' : 'FAILED'}, ${result.seconds} s`);
}

/** The database of a test is part of its path. */
function countRust(output) {
  let seen = 0;
  for (const [, name, verdict] of output.matchAll(/^test (.+?) \.\.\. (ok|FAILED|ignored)/gm)) {
    const suite = /(^|::)sqlite::/.test(name) ? 'Rust on SQLite' : /(^|::)postgres::/.test(name) ? 'Rust on Postgres' : 'other Rust';
    suites.get(suite)[{ ok: 'passed', FAILED: 'failed', ignored: 'skipped' }[verdict]] += 1;
    if (verdict === 'FAILED') failedInRust.push(name);
    seen += 1;
  }
  let told = 0;
  for (const [, passed, failed, ignored] of output.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored/gm)) {
    told += Number(passed) + Number(failed) + Number(ignored);
  }
  if (seen !== told) throw new Error(`${seen} test lines, but cargo says ${told}`);
}

function countVitest() {
  const report = JSON.parse(readFileSync(join(logs, 'vitest.json'), 'utf8'));
  suites.set('Vitest', {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  });
}

/** Proofs print one line each. */
function countProofs(suite) {
  return (output) => {
    for (const [, verdict] of output.matchAll(/^proof \|.*\| (pass|fail)$/gm)) {
      suites.get(suite)[verdict === 'pass' ? 'passed' : 'failed'] += 1;
    }
  };
}

function countPlaywright() {
  const { stats } = JSON.parse(readFileSync(join(logs, 'playwright.json'), 'utf8'));
  suites.set('Playwright', { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped });
  if (stats.flaky > 0) console.log(`${stats.flaky} stories needed a second try; they are named above`);
}

/** Unit tests of the web client: { name, seconds, error }; without an error where the test passed. */
function units() {
  const files = json('vitest.json')?.testResults ?? [];
  return files.flatMap(({ assertionResults }) =>
    assertionResults.map(({ fullName, duration, failureMessages }) => ({
      name: fullName,
      seconds: (duration ?? 0) / 1000,
      error: failureMessages?.[0],
    })));
}

/** End-to-end tests, like `units`. A story that passed on its second try has an error, too. */
function stories() {
  const specs = ({ suites: inner = [], specs: own = [] }) => [...own, ...inner.flatMap(specs)];
  return specs(json('playwright.json') ?? {}).map(({ title, tests }) => {
    const tries = tests.flatMap(({ results }) => results);
    return {
      name: title,
      seconds: Math.max(...tries.map(({ duration }) => duration / 1000)),
      error: tries.find(({ error }) => error)?.error.message,
    };
  });
}

function json(name) {
  const file = join(logs, name);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** What failed and why, in a few lines each: output of a step may be too long to be found again. */
function printErrors() {
  for (const { name, error } of [...units(), ...stories()].filter((test) => test.error)) {
    console.log(`  ERROR   ${name}\n${error.split('\n').slice(0, 8).map((line) => `          ${line.slice(0, 160)}`).join('\n')}`);
  }
  for (const name of failedInRust) console.log(`  ERROR   ${name}`);
}

function printSlowest(title, timed, most) {
  console.log(title);
  const slowest = [...timed].sort((one, other) => other.seconds - one.seconds).slice(0, most);
  for (const { name, seconds } of slowest) console.log(`  ${Number(seconds).toFixed(1).padStart(7)} s  ${name}`);
}

function summary() {
  const total = none();
  say('');
  printSlowest('The twenty slowest tests of those that report their time', [...units(), ...stories()], 20);
  printSlowest('Steps, the slowest first', steps, steps.length);
  printErrors();
  console.log('Summary');
  for (const [name, count] of suites) {
    for (const key of Object.keys(total)) total[key] += count[key];
    console.log(`  ${name.padEnd(18)} ${String(count.passed).padStart(5)} passed, ${count.failed} failed, ${count.skipped} skipped`);
    if (count.passed + count.failed === 0) failures.push(`${name}: no test ran`);
    if (count.skipped > 0) failures.push(`${name}: ${count.skipped} skipped`);
  }
  console.log(`  skipped            ${String(total.skipped).padStart(5)}`);
  if (existsSync(binary)) console.log(`  release binary     ${(statSync(binary).size / 1e6).toFixed(1)} MB`);
  for (const failure of failures) console.log(`  FAILED  ${failure}`);
  // A failed step that is no test of a suite (lint, drift, a missing suite ...) counts as one.
  const failed = Math.max(total.failed, failures.length);
  process.exitCode = failed === 0 ? 0 : 1;
  console.log(`${total.passed} passed, ${failed} failed`);
}
