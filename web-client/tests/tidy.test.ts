import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  bannedWords,
  DEVICE_STORAGE,
  isLongFile,
  longComponents,
  OF_THE_DEVICE,
  sharesStorage,
  singletons,
} from './tidy';

const src = join(process.cwd(), 'src/');
const sources = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|^api\/gen\//.test(path))
  .map((path) => ({ path, code: readFileSync(src + path, 'utf8') }));

/** A component of this many lines. */
const component = (lines: number) =>
  `export function Made() {\n${'  note();\n'.repeat(lines - 3)}  return <p />;\n}\n`;

describe('the code of the client', () => {
  it('has no component of more than 100 lines', () => {
    const found = sources.flatMap(({ path, code }) =>
      longComponents(path, code).map((one) => `${path} ${one}`),
    );
    expect(found).toEqual([]);
  });

  it('has no variable that all clients share, but those of the device', () => {
    const found = sources.flatMap(({ path, code }) => singletons(path, code).map((one) => `${path} ${one}`));
    expect(found.toSorted()).toEqual([...OF_THE_DEVICE].toSorted());
  });

  it('keeps nothing of a server under a name that all servers share', () => {
    const found = sources.filter(({ code }) => sharesStorage(code)).map(({ path }) => path);
    expect(found.toSorted()).toEqual([...DEVICE_STORAGE]);
  });

  it('uses the words of the glossary in names and comments', () => {
    const found = sources.flatMap(({ path, code }) =>
      bannedWords(path, code).map((one) => `${path}: ${one}`),
    );
    expect(found).toEqual([]);
  });

  it('has no file of more than 250 lines', () => {
    expect(sources.filter(({ code }) => isLongFile(code)).map(({ path }) => path)).toEqual([]);
  });
});

describe('the rules', () => {
  it('find a component of 101 lines, however it is written', () => {
    expect(longComponents('Made.tsx', component(100))).toEqual([]);
    expect(longComponents('Made.tsx', component(101))).toEqual(['Made: 101 lines']);
    const arrow = component(101).replace('function Made()', 'const Made = () =>');
    expect(longComponents('Made.tsx', arrow)).toEqual(['Made: 101 lines']);
    const memo = component(101).replace('function Made()', 'const Made = memo(function Other()');
    expect(longComponents('Made.tsx', memo)).toEqual(['Other: 101 lines']);
  });

  it('find what a module keeps for all of its users', () => {
    const found = (code: string) => singletons('made.ts', code);
    expect(found('export const made = createStore(() => ({}));')).toEqual(['made']);
    expect(found('const made = new Map<string, string>();')).toEqual(['made']);
    expect(found('let made = 0;')).toEqual(['made']);
    expect(found("const NAMES = new Set(['a']);")).toEqual([]);
    expect(found('export function make() { let made = 0; return createStore(() => made); }')).toEqual([]);
  });

  it('find what is kept under a name that all servers share', () => {
    expect(sharesStorage("localStorage.setItem('made', '1');")).toBe(true);
    expect(sharesStorage("import { createStore } from 'idb-keyval';")).toBe(true);
    expect(sharesStorage("import { storageKey } from '@/client/storage';\nlocalStorage.clear();")).toBe(
      false,
    );
  });

  it('find a banned word in a name and in a comment, and leave texts alone', () => {
    expect(bannedWords('made.ts', 'const keptRows = 1;')).toEqual(['keptRows']);
    expect(bannedWords('made.ts', '/** What the server told. */\nconst made = 1;')).toEqual([
      '/** What the server told. */',
    ]);
    expect(bannedWords('made.ts', "const made = 'a letter';")).toEqual([]);
    expect(bannedWords('made.ts', "import { Bell } from 'lucide-react';")).toEqual([]);
  });

  it('find a file of 251 lines', () => {
    expect(isLongFile('note();\n'.repeat(250))).toBe(false);
    expect(isLongFile('note();\n'.repeat(251))).toBe(true);
  });
});
