import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BUSY_EVENTS_PER_SECOND, BUSY_WINDOW_MS, EventQueue, HIDDEN_WINDOW_MS } from './queue';

let batches: number[][] = [];
const queue = () => new EventQueue<number>((events) => batches.push(events));

beforeEach(() => {
  vi.useFakeTimers();
  batches = [];
});
afterEach(() => vi.useRealTimers());

describe('the event queue', () => {
  it('hands on once a frame, in order', () => {
    const events = queue();
    events.push(1);
    events.push(2);
    expect(batches).toEqual([]);
    vi.advanceTimersByTime(17);
    expect(batches).toEqual([[1, 2]]);
  });

  it('gathers longer under load', () => {
    const events = queue();
    for (let n = 0; n <= BUSY_EVENTS_PER_SECOND; n += 1) events.push(n);
    vi.advanceTimersByTime(17);
    batches = [];
    events.push(100);
    vi.advanceTimersByTime(20);
    expect(batches).toEqual([]);
    vi.advanceTimersByTime(BUSY_WINDOW_MS);
    expect(batches).toEqual([[100]]);
  });

  it('gathers for a second while nobody looks, and loses nothing when frames stop', () => {
    const events = queue();
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    events.push(1);
    vi.advanceTimersByTime(HIDDEN_WINDOW_MS - 1);
    expect(batches).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(batches).toEqual([[1]]);
    vi.restoreAllMocks();
    vi.spyOn(globalThis, 'requestAnimationFrame').mockReturnValue(1);
    events.push(2);
    vi.advanceTimersByTime(HIDDEN_WINDOW_MS);
    expect(batches).toEqual([[1], [2]]);
  });

  it('hands on at once when asked, and only once', () => {
    const events = queue();
    events.push(1);
    events.flush();
    vi.advanceTimersByTime(2_000);
    expect(batches).toEqual([[1]]);
  });
});
