/**
 * Converts mentions between their written and wire forms: `@olena` in the field, `<@1>` in the message. Follows the
 * message grammar, so code, addresses and escaped text are left alone.
 */
import type { MentionNode } from '@/markdown/nodes';
import { plainText } from '@/markdown/plain';
import { rewrite, rewriteWords } from '@/markdown/scan';
import { standsAlone } from '@/markdown/tokens';
import type { Id, State } from '@/store/state';
import { foldName, type MentionNames } from './names';

/** How many users and roles a message may notify. */
export const MOST_USERS = 20;
export const MOST_ROLES = 10;

interface Found {
  to: number;
  wire: string | null;
}

/** The longest name that begins at this sign; null in `wire` when it is unknown or ambiguous. */
function nameAt(text: string, at: number, end: number, names: MentionNames): Found | null {
  const folded = foldName(text.slice(at, Math.min(end, at + 1 + names.longest)));
  for (let length = folded.length; length > 1; length -= 1) {
    const to = at + length;
    const wire = names.wire.get(folded.slice(0, length));
    if (wire !== undefined && standsAlone(text, at, to)) return { to, wire };
  }
  return null;
}

/** Replaces each written name by the result of `found`. */
function eachName(
  content: string,
  names: MentionNames,
  found: (name: string, wire: string | null | undefined) => string,
): string {
  return rewriteWords(content, (text, from, end) => {
    let result = '';
    let at = from;
    while (at < end) {
      const char = text[at] ?? '';
      const hit = char === '@' || char === '#' ? nameAt(text, at, end, names) : null;
      const word = /^@[\p{L}\p{M}\p{N}_.]{1,32}/u.exec(
        char === '@' && hit === null ? text.slice(at, end) : '',
      )?.[0];
      if (hit !== null) {
        result += found(text.slice(at, hit.to), hit.wire);
        at = hit.to;
      } else if (word !== undefined && standsAlone(text, at, at + word.length)) {
        result += found(word, undefined);
        at += word.length;
      } else {
        result += char;
        at += 1;
      }
    }
    return result;
  });
}

export function toWire(content: string, names: MentionNames): string {
  if (!/[@#]/.test(content)) return content;
  return eachName(content, names, (name, wire) => wire ?? name);
}

/** Unknown names after an `@`, without the sign. */
export function unknownNames(content: string, names: MentionNames): readonly string[] {
  const unknown = new Set<string>();
  if (!content.includes('@')) return [];
  eachName(content, names, (name, wire) => {
    if (wire === undefined) unknown.add(name.slice(1).replace(/\.+$/, ''));
    return name;
  });
  return [...unknown];
}

/** The text for editing; ids where a name would be ambiguous. */
export function toWritten(content: string, names: MentionNames): string {
  const written = rewrite(content, (token) => {
    if (token.type !== 'mention') return null;
    const sign = { user: '@', role: '@&', channel: '#', everyone: '' }[token.kind];
    return names.written.get(`<${sign}${token.id}>`) ?? null;
  });
  const same = rewrite(content, (token) =>
    token.type === 'mention' && token.kind === 'user' ? `<@${token.id}>` : null,
  );
  return toWire(written, names) === same ? written : content;
}

/** The mentions beyond the limit of one message. */
export function countMentions(wire: string): { users: number; roles: number } {
  const found = { user: new Set<Id>(), role: new Set<Id>() };
  rewrite(wire, (token) => {
    if (token.type === 'mention' && (token.kind === 'user' || token.kind === 'role'))
      found[token.kind].add(token.id);
    return null;
  });
  return { users: found.user.size, roles: found.role.size };
}

/** For screen readers and previews: names instead of ids, no marks, no spoilers. */
export function toPlain(
  content: string,
  state: Pick<State, 'roles' | 'channels'>,
  guildId: Id | undefined,
  nameOfUser: (userId: Id) => string | undefined,
): string {
  const nameOf = ({ kind, id }: MentionNode): string | undefined => {
    if (kind === 'channel') return signed('#', state.channels[id]?.name);
    if (kind === 'user') return signed('@', nameOfUser(id));
    return guildId === undefined ? undefined : signed('@', state.roles[guildId]?.[id]?.name);
  };
  return plainText(content, nameOf);
}

const signed = (sign: string, name: string | undefined): string | undefined =>
  name === undefined ? undefined : sign + name;
