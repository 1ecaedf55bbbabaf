/** Reactions: chips below a message, actions and windows on it, and `+:code:` in the composer. */
import { Eraser, SmilePlus, Users } from 'lucide-react';
import { toApiError } from '@/api/errors';
import type { Message } from '@/api/gen';
import type { Client } from '@/client/client';
import { useClient } from '@/client/context';
import { loadEmoji, prepareEmoji, useEmojiName } from '@/emoji/use-emoji';
import type { Feature, MessageAction, MessagePartProps, MessageWindowProps } from '@/extensions/feature';
import { openMessageWindow } from '@/extensions/message-window';
import { useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { useFrequentEmoji } from '@/store/emoji/frequent';
import { loadLatest } from '@/store/messages/history';
import * as reactions from '@/store/messages/reactions';
import { useCan } from '@/store/selectors';
import { useWhenOnline } from '@/ui/offline/offline';
import { onDemand } from '@/ui/on-demand/on-demand';
import { showToast } from '@/ui/toast/toast';
import { Reactions } from './Reactions';
import type { ReactionWindow } from './ReactionWindows';

declare module '@/keyboard/bindings' {
  interface AddedActions {
    'message.react': true;
  }
}

const TOO_MANY_KINDS = 30010;
/** A whole text that is a reaction to the newest message. */
const REACTION = /^\+:([\w+-]+):$/;

const loadWindows = async () => (await import('./ReactionWindows')).ReactionWindows;
const LazyWindows = onDemand(loadWindows);

function Windows(props: ReactionWindow & MessageWindowProps) {
  return <LazyWindows isOpen reacting={useReacting(props.message)} {...props} />;
}

function useReacting(message: Message): reactions.Reacting {
  const client = useClient();
  const text = useText();
  const failureText = useFailureText();
  const whenOnline = useWhenOnline();
  const mayRead = useCan(message.channel_id, 'readHistory');
  const mayAdd = useCan(message.channel_id, reactions.ADD_REACTIONS) && mayRead;
  const mayManage = useCan(message.channel_id, 'manageMessages');
  const full = text('timeline.reactions.full', { count: reactions.MOST_KINDS });
  const show = (open: ReactionWindow) =>
    openMessageWindow(client, message.id, (props) => <Windows {...open} {...props} />);

  const react = (emoji: reactions.Emoji, on = !reactions.reactionOf(message, emoji)?.me) => {
    if (on && reactions.isFull(message, emoji)) showToast({ text: full });
    else
      void reactions.setReaction(client, message, emoji, on).catch((thrown: unknown) => {
        const isTooMany = toApiError(thrown).code === TOO_MANY_KINDS;
        showToast({ text: isTooMany ? full : failureText(thrown) });
      });
  };
  const hasSome = message.reactions.length > 0;
  return {
    toggle: mayRead ? whenOnline(react) : null,
    add: mayAdd ? whenOnline(react) : null,
    choose: mayAdd ? () => show({ kind: 'choice' }) : null,
    showUsers: hasSome && mayRead ? (emoji) => show({ kind: 'users', emoji }) : null,
    clear: hasSome && mayManage ? () => show({ kind: 'clear' }) : null,
    mayManage,
  };
}

function Below(props: MessagePartProps) {
  return <Reactions {...props} reacting={useReacting(props.message)} />;
}

function useActions(message: Message): readonly MessageAction[] {
  const text = useText();
  const { choose, showUsers, clear } = useReacting(message);
  const action = (run: (() => void) | null, rest: Omit<MessageAction, 'run'>): MessageAction[] =>
    run === null ? [] : [{ run, needsConnection: true, ...rest }];
  return [
    ...action(choose, {
      id: 'react',
      group: 'main',
      text: text('timeline.react'),
      icon: <SmilePlus aria-hidden="true" />,
      shortcut: 'message.react',
      inToolbar: true,
      opensDialog: true,
      prepare: () => {
        prepareEmoji();
        void loadWindows().catch(() => undefined);
      },
    }),
    ...action(showUsers && (() => showUsers()), {
      id: 'users',
      group: 'about',
      text: text('timeline.reactions'),
      icon: <Users aria-hidden="true" />,
    }),
    ...action(clear, {
      id: 'clear',
      group: 'danger',
      text: text('timeline.reactions.clear'),
      icon: <Eraser aria-hidden="true" />,
      tone: 'danger',
    }),
  ];
}

/** Reacts with the emoji that the reader uses most. */
function useQuickActions(message: Message, count: number) {
  const text = useText();
  const nameOfEmoji = useEmojiName();
  const { add } = useReacting(message);
  const frequent = useFrequentEmoji(count).map(reactions.character);
  if (add === null) return [];
  return frequent.map((emoji) => ({
    id: `react-${emoji.name}`,
    text: text('timeline.react.with', { emoji: nameOfEmoji(reactions.emojiText(emoji)) }),
    icon: <span aria-hidden="true">{emoji.name}</span>,
    needsConnection: true,
    isPressed: reactions.reactionOf(message, emoji)?.me ?? false,
    run: () => add(emoji),
  }));
}

/** Reacts to the newest message with the emoji of this shortcode; false without such an emoji or message. */
async function reactToNewest(client: Client, channelId: string, code: string): Promise<boolean> {
  const emoji = (await loadEmoji()).byCode(code)?.emoji;
  const log = () => client.store.getState().logs[channelId];
  if (log()?.atEnd === false) await loadLatest(client, channelId);
  const newest = log()?.rows.at(-1)?.message;
  if (emoji === undefined || newest === undefined) return false;
  await reactions.setReaction(client, newest, reactions.character(emoji), true);
  return true;
}

export const reactionFeature: Feature = {
  id: 'reactions',
  keys: {
    'message.react': {
      scope: 'message',
      label: 'shortcuts.message.react',
      keys: ['Shift+Equal', 'NumpadAdd'],
    },
  },
  Below,
  useActions,
  useQuickActions,
  takeOver: (client, channelId, words) => {
    const code = REACTION.exec(words)?.[1];
    return code === undefined ? null : reactToNewest(client, channelId, code);
  },
};
