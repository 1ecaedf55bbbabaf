/** The list of messages: focus in it, the menu of one of them, and the pages at its ends. */
import { type RefObject, useCallback, useState } from 'react';
import type { Message } from '@/api/gen';
import { useClient } from '@/client/context';
import { useText } from '@/i18n';
import { useComposerState } from '@/store/composer/composer-state';
import { loadNewer, loadOlder, retryLoad } from '@/store/messages/history';
import { useChannelLog } from '@/store/selectors';
import { Guarded } from '@/ui/guarded/Guarded';
import type { Anchor } from '@/ui/menu/actions';
import type { Item } from './items';
import { MessageMenu, type OpenedMenu } from './MessageMenu';
import { MessageRow } from './MessageRow';
import { PageState } from './PageState';
import styles from './Timeline.module.css';
import { useCopying } from './use-copying';
import { useRovingMessages } from './use-roving-messages';
import { type LogHandle, type View, VirtualLog } from './VirtualLog';

interface Props {
  ref: RefObject<LogHandle | null>;
  channelId: string;
  guildId: string | undefined;
  items: readonly Item[];
  highlighted: string | null;
  /** The message at which the list opens; null for the end. */
  opensAt: string | null;
  onView: (view: View) => void;
  onDelete: (message: Message) => void;
}

export function MessageLog({ ref: list, channelId, guildId, items, highlighted, opensAt, ...on }: Props) {
  const client = useClient();
  const text = useText();
  const log = useChannelLog(channelId);
  const roving = useRovingMessages(items, list);
  const [menu, setMenu] = useState<OpenedMenu | null>(null);
  const onMenu = useCallback((message: Message, anchor: Anchor) => setMenu({ message, anchor }), []);
  const onCopy = useCopying(guildId, items);
  const isEditing = useComposerState(channelId, (composer) => composer.editing !== null);

  const onNearStart = useCallback(() => void loadOlder(client, channelId), [channelId, client]);
  const onNearEnd = useCallback(() => void loadNewer(client, channelId), [channelId, client]);
  const { index: current, onFocus } = roving;
  const { onView, onDelete } = on;
  const menuOf = menu?.message.id;
  const renderRow = useCallback(
    (item: Item, index: number) => (
      <Guarded key={item.key} of={item.message} text={item.message.content}>
        <MessageRow
          item={item}
          guildId={guildId}
          current={index === current}
          highlighted={item.message.id === highlighted}
          menuOpen={item.message.id === menuOf}
          onFocus={onFocus}
          onDelete={onDelete}
          onMenu={onMenu}
        />
      </Guarded>
    ),
    [guildId, current, highlighted, menuOf, onFocus, onDelete, onMenu],
  );
  const initial = opensAt === null ? -1 : items.findIndex(({ message }) => message.id === opensAt);

  return (
    <div
      className={styles.log}
      role="log"
      aria-live="off"
      aria-label={text('timeline.heading')}
      onKeyDown={roving.onKeyDown}
      onCopy={onCopy}
    >
      <PageState log={log} onRetry={() => void retryLoad(client, channelId)} />
      <VirtualLog
        ref={list}
        items={items}
        shift={log.shift}
        pinned={current}
        initial={initial === -1 ? null : initial}
        held={isEditing}
        onNearStart={onNearStart}
        onNearEnd={onNearEnd}
        onView={onView}
      >
        {renderRow}
      </VirtualLog>
      <MessageMenu opened={menu} guildId={guildId} onDelete={onDelete} onClose={() => setMenu(null)} />
    </div>
  );
}
