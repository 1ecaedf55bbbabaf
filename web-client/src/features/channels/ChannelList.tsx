/**
 * The channels of a guild by category. Channels are links; arrow keys move between them. The actions of a channel are
 * in its menu: the button at its end, the right mouse button, Shift+F10 or a long press.
 */
import { Hash } from 'lucide-react';
import { useStore } from 'zustand';
import { useClient } from '@/client/context';
import { T, useText } from '@/i18n';
import { type ChannelGroup, useCanInGuild, useChannelGroups } from '@/store/selectors';
import { arrowFocus } from '@/ui/arrow-focus/arrow-focus';
import { Button } from '@/ui/button/Button';
import { EmptyState } from '@/ui/empty-state/EmptyState';
import { Guarded } from '@/ui/guarded/Guarded';
import { onDemand } from '@/ui/on-demand/on-demand';
import shared from '@/ui/shared.module.css';
import { Skeleton } from '@/ui/skeleton/Skeleton';
import { CategoryHeading } from './CategoryHeading';
import type { ChannelAction } from './ChannelDialogs';
import styles from './ChannelList.module.css';
import { ChannelRow } from './ChannelRow';
import { collapsed, toggleCollapsed } from './collapsed';
import { useStep } from './use-step';

const ChannelDialogs = onDemand(async () => (await import('./ChannelDialogs')).ChannelDialogs);

interface Props {
  guildId: string;
  current: string | undefined;
  action: ChannelAction | undefined;
  onAction: (action: ChannelAction | undefined) => void;
}

export function ChannelList({ guildId, current, action, onAction }: Props) {
  const text = useText();
  const groups = useChannelGroups(guildId);
  const mayManage = useCanInGuild(guildId, 'manageChannels');
  const isEmpty = groups.every(({ category, channels }) => category === null && channels.length === 0);
  return (
    <div className={shared.scroll}>
      {isEmpty && (
        <EmptyState
          icon={<Hash />}
          title={text('channel.empty')}
          actions={
            mayManage && (
              <Button variant="primary" onPress={() => onAction({ kind: 'create', parentId: null })}>
                <T id="channel.create" />
              </Button>
            )
          }
        />
      )}
      <ul className={styles.list} onKeyDown={arrowFocus}>
        {groups.map((group) => (
          <Guarded key={group.category?.id ?? 'loose'} of={group} text={group.category?.name}>
            <Group
              group={group}
              groups={groups}
              guildId={guildId}
              current={current}
              mayManage={mayManage}
              onAction={onAction}
            />
          </Guarded>
        ))}
      </ul>
      <ChannelDialogs
        isOpen={action !== undefined}
        guildId={guildId}
        action={action}
        onDone={() => onAction(undefined)}
      />
    </div>
  );
}

interface GroupProps {
  group: ChannelGroup;
  groups: readonly ChannelGroup[];
  guildId: string;
  current: string | undefined;
  mayManage: boolean;
  onAction: (action: ChannelAction) => void;
}

function Group({ group: { category, channels }, groups, guildId, current, mayManage, onAction }: GroupProps) {
  const client = useClient();
  const isFolded = useStore(collapsed(client), ({ ids }) => category !== null && ids.includes(category.id));
  const steps = useStep(guildId, groups);
  // A collapsed category still shows the open channel.
  const shown = isFolded ? channels.filter(({ id }) => id === current) : channels;
  return (
    <li className={styles.group}>
      {category !== null && (
        <CategoryHeading
          category={category}
          isFolded={isFolded}
          onToggle={() => toggleCollapsed(client, category.id)}
          mayManage={mayManage}
          steps={steps}
          onAction={onAction}
        />
      )}
      <ul>
        {shown.map((channel) => (
          <Guarded key={channel.id} of={channel} text={channel.name}>
            <ChannelRow
              channel={channel}
              isCurrent={channel.id === current}
              mayManage={mayManage}
              steps={steps}
              onAction={onAction}
            />
          </Guarded>
        ))}
      </ul>
    </li>
  );
}

const SKELETON_WIDTHS = ['60%', '75%', '50%', '68%', '57%'];

/** While the guild is loading. */
export function ChannelListSkeleton() {
  return (
    <div className={styles.skeleton}>
      {SKELETON_WIDTHS.map((width) => (
        <Skeleton key={width} width={width} height="1.25rem" />
      ))}
    </div>
  );
}
