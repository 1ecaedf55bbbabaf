/**
 * Who belongs to the guild and who is here, by shape and word. Asked for when the list is looked at, never before;
 * long lists are drawn only where they are seen.
 */
import { useEffect, useMemo, useRef } from 'react';
import { Virtualizer } from 'virtua';
import { requestMembers } from '@/gateway';
import { T, useText } from '@/i18n';
import { store } from '@/store';
import {
  presenceOf,
  useConnection,
  useMe,
  useMembers,
  useMembersLoad,
  usePresences,
  useRoles,
} from '@/store/selectors';
import { arrowFocus } from '@/ui/arrow-focus/arrow-focus';
import { Skeleton } from '@/ui/skeleton/Skeleton';
import { VisuallyHidden } from '@/ui/visually-hidden/VisuallyHidden';
import styles from './MemberList.module.css';
import { MemberRow } from './MemberRow';
import { type Row, toRows } from './member-rows';

/** Up to this many lines are simply drawn. */
const PLAIN_LIST = 100;

export function MemberList({ guildId }: { guildId: string }) {
  const text = useText();
  const members = useMembers(guildId);
  const roles = useRoles(guildId);
  const presences = usePresences();
  const load = useMembersLoad(guildId);
  const { phase } = useConnection();
  const me = useMe();
  const online = phase === 'online';

  useEffect(() => {
    if (online && load === undefined) requestMembers(guildId);
  }, [online, load, guildId]);

  const rows = useMemo(
    // Read through the state, where one's own presence follows the connection.
    () =>
      toRows(members, roles, (userId) =>
        userId === me?.id && !online ? 'offline' : presenceNow(userId, presences),
      ),
    [members, roles, presences, online, me],
  );

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <section className={styles.members} aria-label={text('members.label')} tabIndex={0} data-region-focus="">
      <VisuallyHidden>
        <h2>
          <T id="members.title" />
        </h2>
      </VisuallyHidden>
      {!online && load !== undefined && (
        <p className={styles.stale}>
          <T id="members.lastKnown" />
        </p>
      )}
      {load === 'loaded' || members.length > 1 ? <Rows rows={rows} guildId={guildId} /> : <MembersSkeleton />}
    </section>
  );
}

type Presences = ReturnType<typeof usePresences>;
const presenceNow = (userId: string, presences: Presences) =>
  presenceOf({ ...store.getState(), presences }, userId);

function Rows({ rows, guildId }: { rows: readonly Row[]; guildId: string }) {
  const scroller = useRef<HTMLElement | null>(null);
  const first = rows.find(({ kind }) => kind === 'member')?.key;
  if (rows.length <= PLAIN_LIST) {
    return (
      <ul className={styles.list} onKeyDown={arrowFocus}>
        {rows.map((row) => (
          <li key={row.key}>
            <Line row={row} guildId={guildId} first={row.key === first} />
          </li>
        ))}
      </ul>
    );
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the rows in it
    <div
      className={styles.list}
      onKeyDown={arrowFocus}
      ref={(element) => {
        scroller.current = element?.closest('section') ?? null;
      }}
    >
      <Virtualizer as="ul" item="li" data={rows} scrollRef={scroller} itemSize={40}>
        {(row: Row) => <Line key={row.key} row={row} guildId={guildId} first={row.key === first} />}
      </Virtualizer>
    </div>
  );
}

function Line({ row, guildId, first }: { row: Row; guildId: string; first: boolean }) {
  const text = useText();
  if (row.kind === 'member') return <MemberRow member={row.member} guildId={guildId} first={first} />;
  const { role, here, count } = row;
  return (
    <h3 className={styles.heading}>
      {role === null
        ? text(here ? 'members.here' : 'members.away', { count })
        : text('members.role', { role: role.name, count })}
    </h3>
  );
}

function MembersSkeleton() {
  return (
    <div className={styles.skeleton}>
      <VisuallyHidden>
        <T id="common.loading" />
      </VisuallyHidden>
      {['60%', '75%', '50%', '65%'].map((width) => (
        <div key={width} className={styles.skeletonRow}>
          <Skeleton width="2rem" height="2rem" radius="m" />
          <Skeleton width={width} height="0.875rem" />
        </div>
      ))}
    </div>
  );
}
