/** The state of the mention list: what is offered, which entry is active, taking and closing it. */
import { type KeyboardEvent, useEffect, useMemo, useState } from 'react';
import { requestMembers } from '@/gateway';
import { useEscape } from '@/keyboard/escape-stack';
import { useRecipients } from '@/store/private-selectors';
import { type NamedUser, useMembers, useMembersLoad } from '@/store/selectors';
import { completionAt, matching } from './completions';

export interface CompletionList {
  offered: readonly NamedUser[];
  active: number;
  setActive: (index: number) => void;
  take: (member: NamedUser) => void;
  /** True when the key was for the list. */
  onKey: (event: KeyboardEvent) => boolean;
}

export function useCompletion(
  { guildId, channelId }: { guildId: string | undefined; channelId: string },
  content: string,
  caret: number,
  onTake: (username: string, at: { from: number; query: string }) => void,
): CompletionList {
  const members = useMembers(guildId);
  const recipients = useRecipients(channelId);
  const people = guildId === undefined ? recipients : members;
  const membersLoad = useMembersLoad(guildId);
  const [active, setActive] = useState(0);
  /** The place of an `@` whose list was closed with Esc. */
  const [dismissed, setDismissed] = useState<number | null>(null);
  const at = completionAt(content, caret);
  const from = at?.from ?? null;
  const query = at?.query ?? '';
  const wanted = from !== null && from !== dismissed;

  useEffect(() => {
    if (wanted && guildId !== undefined && membersLoad === undefined) requestMembers(guildId);
  }, [wanted, membersLoad, guildId]);
  useEffect(() => {
    if (from === null) setDismissed(null);
  }, [from]);

  const offered = useMemo(() => (wanted ? matching(people, query) : []), [wanted, people, query]);
  const index = Math.min(active, Math.max(0, offered.length - 1));

  useEscape('completion', () => {
    if (offered.length === 0) return false;
    setDismissed(from);
    return true;
  });

  const take = (member: NamedUser) => {
    if (at === null) return;
    onTake(member.user.username, at);
    setActive(0);
  };

  const onKey = (event: KeyboardEvent): boolean => {
    if (offered.length === 0 || event.nativeEvent.isComposing) return false;
    const { code, shiftKey } = event.nativeEvent;
    if (code === 'ArrowDown') setActive((index + 1) % offered.length);
    else if (code === 'ArrowUp') setActive((index - 1 + offered.length) % offered.length);
    else if ((code === 'Enter' || code === 'NumpadEnter' || code === 'Tab') && !shiftKey) {
      const member = offered[index];
      if (member !== undefined) take(member);
    } else return false;
    event.preventDefault();
    return true;
  };

  return { offered, active: index, setActive, take, onKey };
}
