import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { router } from './router';

/** The server answers with the page for these paths only: `backend/src/http/web_client.rs`. */
const pages: string[] = JSON.parse(readFileSync(`${__dirname}/../../../openapi/pages.json`, 'utf8'));

test('the server knows all pages of the router, and no others', () => {
  const paths = Object.keys(router.routesByPath).map((path) => path.replace(/\$(\w+)/g, '{$1}'));
  const known = new Set(paths.map((path) => (path === '/' ? path : path.replace(/\/$/, ''))));
  expect([...known].sort()).toEqual([...pages].sort());
});
