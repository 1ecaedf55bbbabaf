/** The windows of reactions, loaded when one opens: the choice of an emoji, who reacted, and the question before all go. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import type { UIEvent } from 'react';
import { Virtualizer } from 'virtua';
import { clearReactions, clearReactionsOfEmoji, listReactionUsers, removeReaction } from '@/api';
import type { Message, User } from '@/api/gen';
import { httpOf } from '@/api/http';
import { queryClient } from '@/api/queries';
import { useClient } from '@/client/context';
import { EmojiPicker } from '@/emoji/EmojiPicker';
import { useEmojiName } from '@/emoji/use-emoji';
import type { MessageWindowProps } from '@/extensions/feature';
import { useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { userAvatar } from '@/lib/images';
import * as reactions from '@/store/messages/reactions';
import { each } from '@/store/normalise';
import { useDisplayName, useMe, useNaming, useUser } from '@/store/selectors';
import { readUser } from '@/store/users/normalise';
import { Avatar } from '@/ui/avatar/Avatar';
import { Button } from '@/ui/button/Button';
import { ConfirmDialog, Dialog, DialogBody } from '@/ui/dialog/Dialog';
import { IconButton } from '@/ui/icon-button/IconButton';
import { Loaded } from '@/ui/loaded/Loaded';
import { useWhenOnline } from '@/ui/offline/offline';
import { Tabs } from '@/ui/tabs/Tabs';
import { showToast } from '@/ui/toast/toast';
import styles from './Reactions.module.css';

const PAGE_SIZE = 100;
/** More are fetched when the reader is this near the end. */
const NEAR_PX = 400;

export interface ReactionWindow {
  kind: 'choice' | 'users' | 'clear';
  /** The emoji whose users come first. */
  emoji?: reactions.Emoji;
}

interface Props extends ReactionWindow, MessageWindowProps {
  isOpen: boolean;
  reacting: reactions.Reacting;
}

export function ReactionWindows({ kind, ...props }: Props) {
  if (kind === 'choice') return <Choice {...props} />;
  if (kind === 'clear') return <ClearDialog message={props.message} onClose={props.onClose} />;
  return <UsersDialog {...props} />;
}

type WindowProps = Omit<Props, 'kind' | 'isOpen'>;

function Choice({ message, row, reacting, onClose }: WindowProps) {
  const text = useText();
  const isAtLimit = message.reactions.length >= reactions.MOST_KINDS;
  return (
    <EmojiPicker
      isOpen
      label={text('timeline.react')}
      beside={row}
      notice={isAtLimit ? text('timeline.reactions.full', { count: reactions.MOST_KINDS }) : null}
      isAllowed={(emoji) => !reactions.isFull(message, reactions.character(emoji))}
      onChoose={(emoji) => reacting.add?.(reactions.character(emoji), true)}
      onClose={onClose}
    />
  );
}

function ClearDialog({ message, onClose }: Pick<WindowProps, 'message' | 'onClose'>) {
  const client = useClient();
  const text = useText();
  const failure = useFailureText();
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={text('timeline.reactions.clear.title')}
      question={text('timeline.reactions.clear.question')}
      action={text('timeline.reactions.clear')}
      onConfirm={async () => {
        const path = { channel_id: message.channel_id, message_id: message.id };
        await clearReactions({ client: httpOf(client), path, throwOnError: true });
      }}
      failure={failure}
    />
  );
}

/** One tab per emoji; the one that was asked about comes first. */
function UsersDialog({ message, guildId, emoji, reacting, onClose }: WindowProps) {
  const text = useText();
  const { clear } = reacting;
  const isAsked = (one: reactions.MessageReaction) =>
    emoji !== undefined && reactions.isSameEmoji(one.emoji, emoji);
  const shown = [...message.reactions.filter(isAsked), ...message.reactions.filter((one) => !isAsked(one))];
  return (
    <Dialog isOpen onClose={onClose} title={text('timeline.reactions')}>
      <DialogBody>
        {shown.length === 0 && <p>{text('timeline.reactions.gone')}</p>}
        {shown.length > 0 && (
          <Tabs
            label={text('timeline.reactions')}
            tabs={shown.map((reaction) => ({
              id: reactions.emojiKey(reaction.emoji),
              title: `${reactions.emojiText(reaction.emoji)} ${reaction.count}`,
              content: <Users message={message} guildId={guildId} reaction={reaction} reacting={reacting} />,
            }))}
          />
        )}
        {clear !== null && (
          <Button variant="danger" size="small" onPress={clear}>
            {text('timeline.reactions.clear')}
          </Button>
        )}
      </DialogBody>
    </Dialog>
  );
}

interface UsersProps {
  message: Message;
  guildId: string | undefined;
  reaction: reactions.MessageReaction;
  reacting: reactions.Reacting;
}

function useReactors({ message, reaction }: Pick<UsersProps, 'message' | 'reaction'>) {
  const client = useClient();
  const emoji = reactions.emojiKey(reaction.emoji);
  const path = { channel_id: message.channel_id, message_id: message.id, emoji };
  const query = useInfiniteQuery(
    {
      queryKey: ['reactions', path.message_id, path.emoji],
      staleTime: 0,
      gcTime: 0,
      initialPageParam: undefined as string | undefined,
      queryFn: async ({ pageParam: after }) => {
        const options = { client: httpOf(client), path, query: { limit: PAGE_SIZE, after } };
        return (await listReactionUsers({ ...options, throwOnError: true })).data;
      },
      getNextPageParam: (page) => (page.length < PAGE_SIZE ? undefined : page.at(-1)?.id),
    },
    queryClient(client),
  );
  return { ...query, data: query.data?.pages.flatMap((page) => each(page, readUser)) };
}

/** Does what only the server can, and says why it could not. */
function useAttempt() {
  const failureText = useFailureText();
  const fail = (thrown: unknown) => showToast({ text: failureText(thrown) });
  return useWhenOnline()((call: () => Promise<unknown>) => void call().catch(fail));
}

/** A virtual list, because a message of a large guild has thousands of reactions. */
function Users(props: UsersProps) {
  const { message, guildId, reaction, reacting } = props;
  const client = useClient();
  const text = useText();
  const name = useEmojiName()(reactions.emojiText(reaction.emoji));
  const me = useMe()?.id;
  const query = useReactors(props);
  const onScroll = ({ currentTarget: list }: UIEvent<HTMLElement>) => {
    const below = list.scrollHeight - list.clientHeight - list.scrollTop;
    if (below < NEAR_PX && query.hasNextPage && !query.isFetching) void query.fetchNextPage();
  };
  const attempt = useAttempt();
  const clearOne = () => {
    const place = { channel_id: message.channel_id, message_id: message.id };
    const path = { ...place, emoji: reactions.emojiKey(reaction.emoji) };
    attempt(() => clearReactionsOfEmoji({ client: httpOf(client), path, throwOnError: true }));
  };
  return (
    <>
      <Loaded query={query} failureOf={() => text('timeline.reactions.failed')}>
        {(users) => (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
          <section className={styles.scroll} tabIndex={0} aria-label={name} onScroll={onScroll}>
            <Virtualizer as="ul" item="li">
              {reactions
                .usersNow(
                  users.map(({ id }) => id),
                  reaction,
                  me,
                )
                .map((id) => (
                  <UserRow
                    key={id}
                    id={id}
                    user={users.find((one) => one.id === id)}
                    guildId={guildId}
                    message={message}
                    emoji={reaction.emoji}
                    reacting={reacting}
                  />
                ))}
            </Virtualizer>
          </section>
        )}
      </Loaded>
      {reacting.mayManage && (
        <Button size="small" onPress={clearOne}>
          {text('timeline.reactions.clearOne', { emoji: reactions.emojiText(reaction.emoji) })}
        </Button>
      )}
    </>
  );
}

interface UserRowProps extends Omit<UsersProps, 'reaction'> {
  id: string;
  /** As the list has it; who reacted since then is known from the event. */
  user: User | undefined;
  emoji: reactions.Emoji;
}

function UserRow({ id, user: listed, guildId, message, emoji, reacting }: UserRowProps) {
  const client = useClient();
  const text = useText();
  const { mayManage, toggle } = reacting;
  const live = useUser(id);
  const known = useDisplayName(guildId, id);
  const naming = useNaming();
  const isMe = useMe()?.id === id;
  const user = live ?? listed;
  const name = known || (user === undefined ? text('timeline.someone') : naming(user));
  const attempt = useAttempt();
  const remove = () => {
    const place = { channel_id: message.channel_id, message_id: message.id, user_id: id };
    const path = { ...place, emoji: reactions.emojiKey(emoji) };
    attempt(() => removeReaction({ client: httpOf(client), path, throwOnError: true }));
  };
  return (
    <div className={styles.user}>
      <Avatar id={id} name={name} src={user === undefined ? null : userAvatar(client, user, 32)} size={32} />
      <span className={styles.name} dir="auto">
        {name}
      </span>
      {(mayManage || isMe) && (
        <IconButton
          size="small"
          label={text('timeline.reactions.remove', { name })}
          icon={<X aria-hidden="true" />}
          onPress={() => (isMe ? toggle?.(emoji, false) : remove())}
        />
      )}
    </div>
  );
}
