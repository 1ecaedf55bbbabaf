// Stores the built files beside themselves as brotli and gzip, for the server to send them as they are. Run after `vite build`.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Compressed files do not become smaller. */
const TEXT = /\.(css|html|js|json|svg|txt|webmanifest)$/;
/** Shorter files take one packet either way. */
const LEAST_BYTES = 1024;

const dist = fileURLToPath(new URL('../dist/', import.meta.url));

const brotli = (bytes) =>
  brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
const gzip = (bytes) => gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION });

const sum = { plain: 0, '.br': 0, '.gz': 0 };
for (const name of readdirSync(dist, { recursive: true })) {
  const path = `${dist}${name}`;
  if (!TEXT.test(name) || !statSync(path).isFile()) continue;
  const bytes = readFileSync(path);
  if (bytes.length < LEAST_BYTES) continue;
  sum.plain += bytes.length;
  for (const [ending, compress] of [
    ['.br', brotli],
    ['.gz', gzip],
  ]) {
    const compressed = compress(bytes);
    sum[ending] += compressed.length;
    writeFileSync(path + ending, compressed);
  }
}
const kB = (bytes) => `${(bytes / 1000).toFixed(0)} kB`;
console.log(`${kB(sum.plain)} compressed to ${kB(sum['.br'])} of brotli and ${kB(sum['.gz'])} of gzip`);
