/**
 * Mentions as people write them and as the wire has them: `@olena` in the field, `<@id>` in the message. User names
 * are unique, so the way back is certain. Code is left alone.
 */
import type { User } from '@/api/gen';

const CODE = /(```[\s\S]*?```|`[^`\n]*`)/;
const WRITTEN = /(^|[^\w@])@([a-z0-9_.]{2,32})/g;
const WIRE = /<@!?(\d{1,20})>/g;

/** Every second part of a split by `CODE` is code. */
function outsideCode(content: string, change: (part: string) => string): string {
  return content
    .split(CODE)
    .map((part, index) => (index % 2 === 0 ? change(part) : part))
    .join('');
}

export function toWire(content: string, users: Iterable<User>): string {
  if (!content.includes('@')) return content;
  const byName = new Map([...users].map((user) => [user.username, user.id]));
  return outsideCode(content, (part) =>
    part.replace(WRITTEN, (whole, before: string, name: string) => {
      // A full stop after a name ends the sentence more often than the name.
      const known = byName.has(name) ? name : name.replace(/\.+$/, '');
      const id = byName.get(known);
      return id === undefined ? whole : `${before}<@${id}>${name.slice(known.length)}`;
    }),
  );
}

export function toWritten(content: string, users: Readonly<Record<string, User>>): string {
  return outsideCode(content, (part) =>
    part.replace(WIRE, (whole, id: string) => {
      const user = users[id];
      return user === undefined ? whole : `@${user.username}`;
    }),
  );
}

/** For reading aloud and previews: names instead of ids, no marks. */
export function toPlain(content: string, nameOf: (userId: string) => string | undefined): string {
  return content
    .replace(WIRE, (whole, id: string) => {
      const name = nameOf(id);
      return name === undefined ? whole : `@${name}`;
    })
    .replace(/\|\|[\s\S]*?\|\|/g, '…')
    .replace(/[*_~`]{1,3}/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
