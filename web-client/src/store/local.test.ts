import { aUser, currentUser, nextId } from '@tests/wire';
import { beforeEach, describe, expect, it } from 'vitest';
import { clearStore, store } from '.';
import { emptyDraft, forgetDrafts, keepDraft, readDraft } from './drafts';
import { emptyState } from './state';
import { nextTypingEnd, sweptTyping, TYPING_MS, withTyping } from './typing';

beforeEach(() => localStorage.clear());

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
