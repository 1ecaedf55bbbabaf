import { aUser, currentUser, nextId } from '@tests/wire';
import { beforeEach, describe, expect, it } from 'vitest';
import { clearStore, store } from '@/store';
import { nextTypingEnd, sweptTyping, TYPING_MS, withTyping } from '@/store/channels/typing';
import { emptyState } from '@/store/state';
import { emptyDraft, forgetDrafts, keepDraft, onDraftGone, readDraft } from './drafts';

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

describe('drafts', () => {
  it('survive a reload, and go when they are emptied', () => {
    const channelId = nextId();
    keepDraft(channelId, { content: 'не дописано', replyTo: '5' });
    expect(readDraft(channelId)).toEqual({ content: 'не дописано', replyTo: '5' });
    keepDraft(channelId, emptyDraft);
    expect(Object.keys(localStorage).filter((key) => key.includes('draft'))).toEqual([]);
  });

  it('are empty when what is kept is damaged', () => {
    localStorage.setItem('chatspace.draft..1', '{');
    localStorage.setItem('chatspace.draft..2', '{"content":5}');
    expect(readDraft('1')).toEqual(emptyDraft);
    expect(readDraft('2')).toEqual(emptyDraft);
  });

  it('go when their person leaves, and those of others stay', () => {
    const olena = currentUser(aUser('olena'));
    keepDraft('c', { content: 'чуже', replyTo: null });
    store.setState({ me: olena });
    keepDraft('c', { content: 'моє', replyTo: null });
    forgetDrafts(olena.id);
    expect(readDraft('c')).toEqual(emptyDraft);
    clearStore();
    expect(readDraft('c').content).toBe('чуже');
  });

  /** Another tab has what all tabs share, and nothing of its own yet. */
  const inAnotherTab = (work: () => void) => {
    const own = { ...sessionStorage };
    sessionStorage.clear();
    work();
    sessionStorage.clear();
    for (const [key, value] of Object.entries(own)) sessionStorage.setItem(key, String(value));
  };

  it('of two tabs do not overwrite each other, and a new tab begins with the last one', () => {
    keepDraft('c', { content: 'перша', replyTo: null });
    inAnotherTab(() => {
      expect(readDraft('c').content).toBe('перша');
      keepDraft('c', { content: 'друга', replyTo: null });
      keepDraft('c', emptyDraft);
    });
    expect(readDraft('c').content).toBe('перша');
    inAnotherTab(() => keepDraft('c', { content: 'третя', replyTo: null }));
    keepDraft('c', emptyDraft);
    expect(readDraft('c')).toEqual(emptyDraft);
    inAnotherTab(() => expect(readDraft('c').content).toBe('третя'));
  });

  it('are left alone by a tab that only looks', () => {
    keepDraft('c', { content: 'перша', replyTo: null });
    inAnotherTab(() => keepDraft('c', readDraft('c')));
    inAnotherTab(() => expect(readDraft('c').content).toBe('перша'));
  });

  it('that were sent in one tab are told to the others', () => {
    const gone: string[] = [];
    const stop = onDraftGone('c', ({ content }) => gone.push(content));
    const key = 'chatspace.draft..c';
    const tell = (newValue: string | null) =>
      window.dispatchEvent(
        new StorageEvent('storage', {
          key,
          oldValue: '{"content":"перша"}',
          newValue,
          storageArea: localStorage,
        }),
      );
    tell('{"content":"друга"}');
    tell(null);
    stop();
    tell(null);
    expect(gone).toEqual(['перша']);
  });

  it('are not shown to somebody else in the same browser', () => {
    keepDraft('c', { content: 'моє', replyTo: null });
    store.setState({ me: currentUser(aUser('taras')) });
    expect(readDraft('c')).toEqual(emptyDraft);
    clearStore();
  });
});

describe('typing', () => {
  it('ends after ten seconds', () => {
    const state = withTyping(withTyping(emptyState(), 'c', 'a', 0), 'c', 'b', 5_000);
    expect(nextTypingEnd(state)).toBe(TYPING_MS);
    expect(Object.keys(sweptTyping(state, TYPING_MS).typing.c ?? {})).toEqual(['b']);
    expect(sweptTyping(state, 1_000)).toBe(state);
  });
});
