// Measures the figures of the promises and writes them into docs/proof.md (`just proof`).
//
// Each command prints one line per figure: `proof | number | what | figure | budget | pass or fail`. With names of parts, only those are measured;
// the other sections stay. PROOF_SIZE=nightly uses the larger sizes.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run, say } from './lib.mjs';

const PAGE = join(ROOT, 'docs', 'proof.md');
const postgres = [join(ROOT, 'scripts', 'with-postgres.mjs')];
const rust = (...args) => ['node', [...postgres, 'cargo', 'test', '--locked', ...args]];

/** Parts by name: title and command. */
const PARTS = {
  bench: ['The main paths', 'cargo', ['bench', '--locked', '--bench', 'budgets']],
  torture: ['Crash safety', ...rust('--test', 'torture', '--', '--nocapture', '--test-threads', '1')],
  gateway: ['The gateway', 'sh', ['-c', 'cargo test --locked --test process gateway:: -- --nocapture --test-threads 1; ok=$?; node scripts/websocket.mjs && exit $ok']],
  conformance: ['Bots', 'node', [join(ROOT, 'scripts', 'conformance.mjs')]],
  clients: ['Generated clients', 'node', [join(ROOT, 'scripts', 'generated-clients.mjs')]],
  access: ['Authorization', ...rust('--test', 'probes', '--', '--nocapture')],
  watch: ['Observability', ...rust('--test', 'process', 'watch::', '--', '--nocapture')],
  attacks: ['Attacks', 'cargo', ['test', '--locked', '--test', 'process', 'attacks::', '--', '--nocapture', '--test-threads', '1']],
  backup: ['Backup and restore', 'cargo', ['test', '--locked', '--test', 'process', '--', 'backup::', '--nocapture', '--test-threads', '1']],
  gate: ['Other users beside heavy requests', 'cargo', ['test', '--locked', '--test', 'process', '--', 'gate::', '--nocapture', '--test-threads', '1']],
  dependencies: ['Dependencies', 'node', [join(ROOT, 'scripts', 'dependencies.mjs'), '--build']],
};

const INTRODUCTION = `# Figures

Each table was written by the command above it. \`just proof\` measures everything again and writes this page; \`just proof PART\` measures one
section. Ids such as R-42 are [promises](promises.md). Costs are processor time, which varies by a tenth to a half with other load on the machine;
[Costs](costs.md) lists what lowered them.
`;

const wanted = process.argv.slice(2).filter((name) => PARTS[name] ?? say(`there is no part ${name}`));
const sections = new Map(known());
for (const name of wanted.length > 0 ? wanted : Object.keys(PARTS)) {
  const [title, program, args] = PARTS[name];
  say(`\n── ${title} ──`);
  const result = await run(program, args, { cwd: ROOT, minutes: 240, env: { ...process.env, PROOF_RELEASE: '1', NO_COLOR: '1', CARGO_TERM_COLOR: 'never' } });
  const rows = [...result.output.matchAll(/\bproof \| (.+)$/gm)].map(([, row]) => row);
  if (!result.ok || rows.length === 0) process.exitCode = 1;
  sections.set(title, section(title, name, rows.toSorted(), result.ok));
}
writeFileSync(PAGE, `${INTRODUCTION}\n${Object.values(PARTS).flatMap(([title]) => sections.get(title) ?? []).join('\n')}`);

function section(title, name, rows, ok) {
  const date = new Date().toISOString().slice(0, 10);
  const size = process.env.PROOF_SIZE ? `, size ${process.env.PROOF_SIZE}` : '';
  const head = [`## ${title}`, '', `\`just proof ${name}\`, ${date}${size}${ok ? '' : ': the command failed'}`, ''];
  const table = ['| | what | figure | budget | |', '| --- | --- | --- | --- | --- |', ...rows.map((row) => `| ${row} |`)];
  return [...head, ...(rows.length > 0 ? table : ['No figure was printed.']), ''].join('\n');
}

/** The sections of the page, by title. */
function known() {
  if (!existsSync(PAGE)) return [];
  const parts = readFileSync(PAGE, 'utf8').split(/^(?=## )/m).slice(1);
  return parts.map((part) => [part.match(/^## (.*)/)[1], `${part.trimEnd()}\n`]);
}
