// Runs the Autobahn test suite against a WebSocket that is opened like the gateway's: node scripts/websocket.mjs
//
// `backend/examples/echo.rs` echoes every message; it is built like the tests. kosoku, which runs the cases, is pinned by its
// hash and installed into cargo's target folder. Excluded are the cases of sizes beyond the gateway's limit (9) and of
// compression, which it does not support (12 and 13). A wrong echo must fail first, so that a pass is meaningful.

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endWithUs, fail, ROOT, run, say, targetFolder } from './lib.mjs';
import { proof, pythonWith } from './real-server.mjs';

const CASES = 247;
const LEFT_OUT = ['9.*', '12.*', '13.*'].flatMap((cases) => ['-x', cases]);
const GOOD = new Set(['OK', 'NON-STRICT', 'INFORMATIONAL']);
const MINUTES = 3;

const built = await run('cargo', ['build', '--quiet', '--locked', '--example', 'echo'], { cwd: ROOT, minutes: 20 });
if (!built.ok) fail('the echo could not be built');
const python = pythonWith(join(ROOT, 'backend', 'conformance', 'websocket', 'requirements.txt'));
const folder = mkdtempSync(join(tmpdir(), 'chatspace-websocket-'));
try {
  const sharp = await judge('wrong', ['-i', '1.1.2', '-i', '2.1', '-i', '5.3']);
  const isSharp = sharp.length === 3 && sharp.every(({ failed }) => failed);
  if (!isSharp) say('error: an echo that answers wrongly was not found out');
  const all = await judge('right', LEFT_OUT);
  const failed = all.filter((verdict) => verdict.failed);
  for (const { name, behavior, behaviorClose } of failed) say(`error: case ${name}: ${behavior}, close ${behaviorClose}`);
  const lax = all.filter(({ behavior }) => behavior !== 'OK').length;
  const ok = isSharp && all.length === CASES && failed.length === 0;
  const figure = `${failed.length} of ${all.length}, ${all.length - failed.length - lax} strict, ${lax} lax or for information`;
  proof('3.l', 'F-6 cases of the WebSocket suite that fail or end uncleanly', figure, `0 of ${CASES}`, ok);
  process.exitCode = ok ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Runs cases against an echo of its own; returns each with its verdict. */
async function judge(how, cases) {
  const echo = spawn(join(targetFolder(), 'debug', 'examples', 'echo'), [how], { stdio: ['ignore', 'pipe', 'inherit'] });
  endWithUs(echo);
  try {
    const address = String(await new Promise((resolve, reject) => echo.stdout.once('data', resolve).once('end', reject))).trim();
    const report = join(folder, how);
    // It also fails by its exit code; the report has the details.
    const program = ['-c', 'from kosoku._cli import main; raise SystemExit(main())'];
    await run(python.program, [...program, ...cases, '-p', '4', '-o', report, address], {
      minutes: MINUTES, env: { ...process.env, ...python.env },
    });
    const verdicts = Object.values(JSON.parse(readFileSync(join(report, 'index.json'), 'utf8')))[0];
    return Object.entries(verdicts).map(([name, { behavior, behaviorClose }]) => {
      return { name, behavior, behaviorClose, failed: !GOOD.has(behavior) || !GOOD.has(behaviorClose) };
    });
  } finally {
    echo.kill();
  }
}
