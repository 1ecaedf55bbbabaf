/** The roles of a member in this guild, highest first. */
import { T } from '@/i18n';
import { useRoles } from '@/store/selectors';
import styles from './Profile.module.css';

export function Roles({ guildId, ids }: { guildId: string; ids: readonly string[] }) {
  const roles = useRoles(guildId).filter(({ id }) => ids.includes(id));
  if (roles.length === 0) return null;
  return (
    <section>
      <h3 className={styles.heading}>
        <T id="profile.roles" />
      </h3>
      <ul className={styles.roles}>
        {roles.map(({ id, name, color }) => (
          <li key={id} className={styles.role}>
            <span className={styles.colour} style={colourOf(color)} aria-hidden="true" />
            {name}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A role without a colour uses the text colour. */
const colourOf = (color: number) =>
  color === 0 ? undefined : { background: `#${color.toString(16).padStart(6, '0')}` };
