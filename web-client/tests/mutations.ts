/**
 * Invalid payloads: each with one field that is missing, too many, of another type, huge or out of range. The
 * same ones in each run.
 */
type Json = unknown;

const HUGE = 'ї'.repeat(50_000);

function nested(depth: number): Json {
  let value: Json = {};
  for (let level = 0; level < depth; level += 1)
    value = level % 2 === 0 ? [value] : { referenced_message: value };
  return value;
}

/** Replacements of a field; `undefined` removes it. */
export const DAMAGES: readonly Json[] = [
  undefined,
  null,
  0,
  -1,
  1e308,
  true,
  '',
  'x',
  '99999999999999999999999999',
  '-1',
  '+275761-01-01T00:00:00+00:00',
  'not a time',
  HUGE,
  `${'>'.repeat(1_990)} x`,
  '- '.repeat(990),
  '\ud83d\u202e\u0000e\u0301\u0301\u0301',
  '__proto__',
  'javascript:alert(1)',
  [],
  [null, 1, 'x', [], {}],
  Array.from({ length: 1_000 }, (_, n) => ({ id: String(n + 1), username: 'x' })),
  {},
  { id: {}, name: [], toString: 1, constructor: null },
  nested(2_000),
];

/** Every path to a field of a payload, including the payload itself. */
function pathsOf(value: Json, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [
    path,
    ...keys.flatMap((key) => pathsOf((value as Record<string, Json>)[key as string], [...path, key])),
  ];
}

function withDamage(value: Json, path: readonly (string | number)[], damage: Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return damage;
  if (Array.isArray(value))
    return value.map((item, index) => (index === key ? withDamage(item, rest, damage) : item));
  const { [key]: item, ...others } = value as Record<string, Json>;
  if (rest.length === 0 && damage === undefined) return others;
  return { ...others, [key]: withDamage(item, rest, damage) };
}

export interface Mutated {
  name: string;
  payload: Json;
  /** For the failure report. */
  what: string;
}

/** All mutations of all fields of an event, and one additional field. */
export function mutationsOf(name: string, payload: Json): Mutated[] {
  const mutated = pathsOf(payload).flatMap((path) =>
    DAMAGES.map((damage, index) => ({
      name,
      payload: withDamage(payload, path, damage),
      what: `${name} ${path.join('.')} with damage ${index}`,
    })),
  );
  const extra = { ...(payload as object), __extra__: HUGE, content: [payload], hasOwnProperty: 0 };
  return [...mutated, { name, payload: extra, what: `${name} with fields too many` }];
}
