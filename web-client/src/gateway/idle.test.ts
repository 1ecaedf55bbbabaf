import { client } from '@tests/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { emptyState } from '@/store/state';
import { sendFrame } from './connection';
import { AWAY_AFTER_MS, HIDDEN_AFTER_MS, startIdle } from './idle';

vi.mock('./connection', () => ({ sendFrame: vi.fn(), onOnline: vi.fn(() => () => {}) }));

let stopIdle: () => void;
const sent = () => vi.mocked(sendFrame).mock.calls.map(([, op, body]) => [op, body.status]);
const press = () => window.dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }));

function hide(hidden: boolean): void {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(hidden ? 'hidden' : 'visible');
  document.dispatchEvent(new Event('visibilitychange'));
}

beforeEach(() => {
  vi.useFakeTimers();
  client.store.setState(emptyState(), true);
  vi.mocked(sendFrame).mockClear();
  stopIdle = startIdle(client);
});
afterEach(() => {
  stopIdle();
  vi.useRealTimers();
});

it('who touches nothing for ten minutes is away, and back with the first touch', () => {
  vi.advanceTimersByTime(AWAY_AFTER_MS - 1);
  expect(sent()).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(sent()).toEqual([[3, 'idle']]);
  expect(client.store.getState().away).toBe(true);
  press();
  expect(sent()).toEqual([
    [3, 'idle'],
    [3, 'online'],
  ]);
  expect(client.store.getState().away).toBe(false);
});

it('a touch puts the end off', () => {
  vi.advanceTimersByTime(AWAY_AFTER_MS - 60_000);
  press();
  vi.advanceTimersByTime(AWAY_AFTER_MS - 1);
  expect(sent()).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(sent()).toEqual([[3, 'idle']]);
});

it('a tab that is out of sight is away soon, and back when it is looked at', () => {
  hide(true);
  vi.advanceTimersByTime(HIDDEN_AFTER_MS - 1);
  expect(sent()).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(sent()).toEqual([[3, 'idle']]);
  hide(false);
  expect(sent().at(-1)).toEqual([3, 'online']);
});

it('looking away for a moment is nothing', () => {
  hide(true);
  vi.advanceTimersByTime(HIDDEN_AFTER_MS / 2);
  hide(false);
  vi.advanceTimersByTime(HIDDEN_AFTER_MS);
  expect(sent()).toEqual([]);
});

it('a touch in another tab counts for this one too', () => {
  vi.advanceTimersByTime(AWAY_AFTER_MS);
  const other = new BroadcastChannel('chatspace-touched');
  vi.useRealTimers();
  other.postMessage('touched');
  return vi.waitFor(() => expect(sent().at(-1)).toEqual([3, 'online'])).finally(() => other.close());
});
