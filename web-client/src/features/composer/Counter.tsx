/** Below the field: how many characters are left, and which mentions exceed the limit. */
import { useText } from '@/i18n';
import { countMentions, MOST_ROLES, MOST_USERS } from '@/store/mentions/mentions';
import styles from './Composer.module.css';

export const MAX_LENGTH = 2_000;
/** The server's limit in bytes, besides that in characters. */
export const MAX_BYTES = 8_192;
const COUNT_FROM = 1_800;

const encoder = new TextEncoder();

/** How many characters are too many; negative while it fits. */
export function excessOf(wire: string): number {
  const length = [...wire].length;
  const bytes = encoder.encode(wire).length;
  return Math.max(length - MAX_LENGTH, Math.ceil((bytes - MAX_BYTES) / 4));
}

export function Counter({ wire }: { wire: string }) {
  const text = useText();
  const excess = excessOf(wire);
  return (
    <p id="composer-counter" className={excess > 0 ? styles.tooLong : styles.counter}>
      {excess > 0 ? text('composer.tooLong', { count: excess }) : <Notes wire={wire} />}
    </p>
  );
}

function Notes({ wire }: { wire: string }) {
  const text = useText();
  const { users, roles } = wire.includes('<@') ? countMentions(wire) : { users: 0, roles: 0 };
  const length = [...wire].length;
  if (users > MOST_USERS) return text('composer.mentions.tooMany', { count: MOST_USERS });
  if (roles > MOST_ROLES) return text('composer.mentions.tooManyRoles', { count: MOST_ROLES });
  return length >= COUNT_FROM ? text('composer.counter', { count: MAX_LENGTH - length }) : null;
}
