/**
 * The members who can view this channel, with their presence by shape and word. The server sends only the subscribed
 * rows, never the whole list; long lists are rendered only where visible.
 */
import { useMemo, useRef } from 'react';
import { T, useText } from '@/i18n';
import { useConnection, useMemberList, useRoles } from '@/store/selectors';
import { VisuallyHidden } from '@/ui/visually-hidden/VisuallyHidden';
import styles from './MemberList.module.css';
import { GapRow, MemberRow } from './MemberRow';
import { MembersSkeleton } from './MembersSkeleton';
import { type Row, toRows } from './member-rows';
import { useRovingMembers } from './use-roving-members';
import { useWatchedMembers } from './use-watched-members';
import { type RowsHandle, VirtualRows } from './VirtualRows';

interface Props {
  guildId: string;
  channelId: string;
}

export function MemberList({ guildId, channelId }: Props) {
  const text = useText();
  const list = useMemberList(guildId);
  const look = useWatchedMembers(guildId, channelId);
  const online = useConnection().phase === 'online';
  const rows = useMemo(() => (list === undefined ? [] : toRows(list)), [list]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <section className={styles.members} aria-label={text('members.label')} tabIndex={0} data-region-focus="">
      <VisuallyHidden>
        <h2>
          <T id="members.title" />
        </h2>
      </VisuallyHidden>
      {!online && rows.length > 0 && (
        <p className={styles.stale}>
          <T id="members.lastKnown" />
        </p>
      )}
      {rows.length > 0 ? <Rows rows={rows} guildId={guildId} onLook={look} /> : <MembersSkeleton />}
    </section>
  );
}

interface RowsProps {
  rows: readonly Row[];
  guildId: string;
  onLook: (first: number, last: number) => void;
}

function Rows({ rows, guildId, onLook }: RowsProps) {
  const list = useRef<RowsHandle>(null);
  const part = useRef<HTMLDivElement>(null);
  const { stop, index, onKeyDown, onFocus } = useRovingMembers(rows, list, part);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the rows in it
    <div ref={part} onKeyDown={onKeyDown}>
      <VirtualRows ref={list} rows={rows} pinned={index} onLook={onLook}>
        {(row) => {
          if (row.kind === 'gap') return <GapRow key={row.key} place={row.key} />;
          if (row.kind === 'heading')
            return <Heading key={row.key} guildId={guildId} groupId={row.groupId} count={row.count} />;
          const { key, userId } = row;
          return (
            <MemberRow key={key} userId={userId} guildId={guildId} isStop={key === stop} onFocus={onFocus} />
          );
        }}
      </VirtualRows>
    </div>
  );
}

function Heading({ guildId, groupId, count }: { guildId: string; groupId: string; count: number }) {
  const text = useText();
  const role = useRoles(guildId).find(({ id }) => id === groupId);
  return (
    <h3 className={styles.heading}>
      {role === undefined
        ? text(groupId === 'offline' ? 'members.away' : 'members.here', { count })
        : text('members.role', { role: role.name, count })}
    </h3>
  );
}
