import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createServerClock, type ServerClock } from './clock';

let clock: ServerClock;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 4, 1, 12), toFake: ['Date', 'performance'] });
  clock = createServerClock();
});
afterEach(() => vi.useRealTimers());

describe('the time of the server', () => {
  it('is that of its answers, whatever the clock of the device says', () => {
    clock.note(Date.UTC(2026, 4, 1, 11, 58));
    expect(clock.now()).toBe(Date.UTC(2026, 4, 1, 11, 58));
    vi.advanceTimersByTime(30_000);
    expect(clock.now()).toBe(Date.UTC(2026, 4, 1, 11, 58, 30));
    expect(clock.lead()).toBe(-120_000);
  });

  it('does not jump when the clock of the device is set', () => {
    clock.note(Date.UTC(2026, 4, 1, 12));
    vi.setSystemTime(Date.UTC(2026, 4, 1, 15));
    expect(clock.now()).toBe(Date.UTC(2026, 4, 1, 12));
  });

  it('is at least that of what has come', () => {
    clock.note(Date.UTC(2026, 4, 1, 12));
    clock.noteAtLeast(Date.UTC(2026, 4, 1, 13));
    expect(clock.now()).toBe(Date.UTC(2026, 4, 1, 13));
    clock.noteAtLeast(Date.UTC(2026, 4, 1, 10));
    expect(clock.now()).toBe(Date.UTC(2026, 4, 1, 13));
  });
});
