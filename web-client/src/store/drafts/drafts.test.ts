import { client } from '@tests/client';
import { aUser, currentUser, nextId } from '@tests/wire';
import { beforeEach, describe, expect, it } from 'vitest';
import { storageKey } from '@/client/storage';
import { clearStore } from '@/store';
import { nextTypingEnd, sweptTyping, TYPING_MS, withTyping } from '@/store/channels/typing';
import { emptyState } from '@/store/state';
import { emptyDraft, forgetDrafts, onDraftGone, readDraft, saveDraft } from './drafts';

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

describe('drafts', () => {
  it('survive a reload, and go when they are emptied', () => {
    const channelId = nextId();
    saveDraft(client, channelId, { content: 'не дописано', replyTo: '5' });
    expect(readDraft(client, channelId)).toEqual({ content: 'не дописано', replyTo: '5' });
    saveDraft(client, channelId, emptyDraft);
    expect(Object.keys(localStorage).filter((key) => key.includes('draft'))).toEqual([]);
  });

  it('are empty when what is kept is damaged', () => {
    localStorage.setItem(storageKey(client, 'draft..1'), '{');
    localStorage.setItem(storageKey(client, 'draft..2'), '{"content":5}');
    expect(readDraft(client, '1')).toEqual(emptyDraft);
    expect(readDraft(client, '2')).toEqual(emptyDraft);
  });

  it('go when their person leaves, and those of others stay', () => {
    const olena = currentUser(aUser('olena'));
    saveDraft(client, 'c', { content: 'чуже', replyTo: null });
    client.store.setState({ me: olena });
    saveDraft(client, 'c', { content: 'моє', replyTo: null });
    forgetDrafts(client, olena.id);
    expect(readDraft(client, 'c')).toEqual(emptyDraft);
    clearStore(client);
    expect(readDraft(client, 'c').content).toBe('чуже');
  });

  /** Another tab has the shared drafts, and none of its own yet. */
  const inAnotherTab = (work: () => void) => {
    const own = { ...sessionStorage };
    sessionStorage.clear();
    work();
    sessionStorage.clear();
    for (const [key, value] of Object.entries(own)) sessionStorage.setItem(key, String(value));
  };

  it('of two tabs do not overwrite each other, and a new tab begins with the last one', () => {
    saveDraft(client, 'c', { content: 'перша', replyTo: null });
    inAnotherTab(() => {
      expect(readDraft(client, 'c').content).toBe('перша');
      saveDraft(client, 'c', { content: 'друга', replyTo: null });
      saveDraft(client, 'c', emptyDraft);
    });
    expect(readDraft(client, 'c').content).toBe('перша');
    inAnotherTab(() => saveDraft(client, 'c', { content: 'третя', replyTo: null }));
    saveDraft(client, 'c', emptyDraft);
    expect(readDraft(client, 'c')).toEqual(emptyDraft);
    inAnotherTab(() => expect(readDraft(client, 'c').content).toBe('третя'));
  });

  it('are left alone by a tab that only looks', () => {
    saveDraft(client, 'c', { content: 'перша', replyTo: null });
    inAnotherTab(() => saveDraft(client, 'c', readDraft(client, 'c')));
    inAnotherTab(() => expect(readDraft(client, 'c').content).toBe('перша'));
  });

  it('that were sent in one tab are told to the others', () => {
    const gone: string[] = [];
    const stop = onDraftGone(client, 'c', ({ content }) => gone.push(content));
    const key = storageKey(client, 'draft..c');
    const emit = (newValue: string | null) =>
      window.dispatchEvent(
        new StorageEvent('storage', {
          key,
          oldValue: '{"content":"перша"}',
          newValue,
          storageArea: localStorage,
        }),
      );
    emit('{"content":"друга"}');
    emit(null);
    stop();
    emit(null);
    expect(gone).toEqual(['перша']);
  });

  it('are not shown to somebody else in the same browser', () => {
    saveDraft(client, 'c', { content: 'моє', replyTo: null });
    client.store.setState({ me: currentUser(aUser('taras')) });
    expect(readDraft(client, 'c')).toEqual(emptyDraft);
    clearStore(client);
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
