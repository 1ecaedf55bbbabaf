/** The state of the completion list: what is offered, which entry is active, accepting and closing it. */
import { type KeyboardEvent, useEffect, useMemo, useState } from 'react';
import { useClient } from '@/client/context';
import { useEscape } from '@/keyboard/escape-stack';
import { noteEmojiUse } from '@/store/emoji/frequent';
import { type Completion, completionAt, matching, type Offer } from './completions';
import { useEmojiOffers } from './use-emoji-offers';
import { useOffers } from './use-offers';

export interface CompletionList {
  offered: readonly Offer[];
  active: number;
  setActive: (index: number) => void;
  take: (offer: Offer) => void;
  /** True when the key was for the list. */
  onKey: (event: KeyboardEvent) => boolean;
}

export function useCompletion(
  place: { guildId: string | undefined; channelId: string },
  content: string,
  caret: number,
  onTake: (insert: string, at: Completion) => void,
): CompletionList {
  const client = useClient();
  const [active, setActive] = useState(0);
  /** A query that was closed with Esc or completed: more characters do not reopen it, fewer do. */
  const [dismissed, setDismissed] = useState<Completion | null>(null);
  const at = completionAt(content, caret);
  const isDismissed = at?.from === dismissed?.from && at?.query.startsWith(dismissed?.query ?? '');
  const wanted = at !== null && !isDismissed;
  const offers = useOffers(place, wanted && at.sign !== ':' ? at : null);
  const query = at?.query ?? '';

  useEffect(() => {
    if (at === null) setDismissed(null);
  }, [at]);

  const emoji = useEmojiOffers(wanted && at.sign === ':' ? query : null);
  const isEmoji = at?.sign === ':';
  const offered = useMemo(() => {
    if (!wanted) return [];
    return isEmoji ? emoji : matching(offers, query);
  }, [wanted, offers, emoji, isEmoji, query]);
  const index = Math.min(active, Math.max(0, offered.length - 1));

  useEscape('completion', () => {
    if (offered.length === 0) return false;
    setDismissed(at);
    return true;
  });

  const take = (offer: Offer) => {
    if (at === null) return;
    if (offer.kind === 'emoji') noteEmojiUse(client, offer.insert);
    onTake(offer.insert, at);
    setActive(0);
    // Behind a name that is taken there may be the blank of a longer one.
    setDismissed({ ...at, query: offer.insert.slice(1) });
  };

  const onKey = (event: KeyboardEvent): boolean => {
    if (offered.length === 0 || event.nativeEvent.isComposing) return false;
    const { code, shiftKey } = event.nativeEvent;
    if (code === 'ArrowDown') setActive((index + 1) % offered.length);
    else if (code === 'ArrowUp') setActive((index - 1 + offered.length) % offered.length);
    else if ((code === 'Enter' || code === 'NumpadEnter' || code === 'Tab') && !shiftKey) {
      const offer = offered[index];
      if (offer !== undefined) take(offer);
    } else return false;
    event.preventDefault();
    return true;
  };

  return { offered, active: index, setActive, take, onKey };
}
