import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { holds } from '@tests/markdown';
import { texts } from '@tests/texts';
import { expect, it } from 'vitest';

/** `just fuzz` gives this more time, and so other texts in each run. */
const SECONDS = Number(process.env.FUZZ_SECONDS ?? 0.5);
/** What the server's reader of the same grammar was tried with. */
const CORPUS = join(import.meta.dirname, '../../../backend/fuzz/corpus/text');

it('any text is read within bounds', { timeout: SECONDS * 1000 + 20_000 }, () => {
  const end = performance.now() + SECONDS * 1000;
  let read = 0;
  for (const text of texts(Number.POSITIVE_INFINITY, Date.now())) {
    holds(text);
    read += 1;
    if (performance.now() > end) break;
  }
  process.stdout.write(`markdown: ${read} texts\n`);
  expect(read).toBeGreaterThan(0);
});

it('what the server was tried with is read within bounds', () => {
  const files = existsSync(CORPUS) ? readdirSync(CORPUS) : [];
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) holds(readFileSync(`${CORPUS}/${file}`, 'utf8'));
});
