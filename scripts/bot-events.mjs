// Parses every event of the API tests with twilight and serenity: node scripts/bot-events.mjs FILE
//
// The API tests write FILE if EVENTS_FILE names it. The parser is `backend/conformance/rust/events`.

import { join } from 'node:path';
import { attempt, fail, ROOT, run, targetFolder } from './lib.mjs';

const file = process.argv[2] ?? fail('usage: node scripts/bot-events.mjs FILE');
const target = join(targetFolder(), 'conformance');
// With the bots, so that the libraries are built once.
const built = attempt('cargo', ['build', '--locked', '--quiet', '--manifest-path', join(ROOT, 'backend', 'conformance', 'rust', 'Cargo.toml')], {
  env: { ...process.env, CARGO_TARGET_DIR: target },
});
if (!built) fail('the program that parses events could not be built');
const { ok } = await run(join(target, 'debug', 'events'), [file], { minutes: 3 });
process.exitCode = ok ? 0 : 1;
