import { act } from '@testing-library/react';
import { render } from '@tests/render';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Markdown } from './Markdown';
import { parse } from './parse';

const NOW = Date.UTC(2026, 4, 1, 12);
const at = (seconds: number) => NOW / 1000 + seconds;
const shown = (source: string, locale: 'en' | 'uk' = 'en') =>
  render(<Markdown source={source} />, locale).container.querySelector('time')?.textContent;

beforeEach(() => vi.useFakeTimers({ now: NOW }));
afterEach(() => vi.useRealTimers());

describe('a timestamp', () => {
  it('is a moment with a style', () => {
    expect(parse('<t:1777636800:R>').children).toEqual([
      { type: 'paragraph', children: [{ type: 'time', at: 1777636800, style: 'R' }] },
    ]);
    expect(parse('<t:1>').children).toEqual([
      { type: 'paragraph', children: [{ type: 'time', at: 1, style: 'f' }] },
    ]);
    for (const text of ['<t:x>', '<t:1:Q>', '<t:>', '<t:1234567890123>'])
      expect(parse(text).children).toEqual([
        { type: 'paragraph', children: [{ type: 'text', value: text }] },
      ]);
  });

  it('is written in each style, in the language of the reader', () => {
    const day = at(0);
    expect(shown(`<t:${day}:d>`)).toMatch(/2026|26/);
    expect(shown(`<t:${day}:D>`)).toContain('May');
    expect(shown(`<t:${day}:F>`)).toContain('Friday');
    expect(shown(`<t:${day}:D>`, 'uk')).toContain('травня');
    expect(shown(`<t:${day}:t>`)).toMatch(/^\d{1,2}:\d\d/);
  });

  it('ticks when it is relative', () => {
    const { container } = render(<Markdown source={`<t:${at(65)}:R>`} />);
    const time = () => container.querySelector('time')?.textContent;
    expect(time()).toBe('in 1 minute');
    const pass = (seconds: number) => {
      for (let passed = 0; passed < seconds; passed += 1) act(() => vi.advanceTimersByTime(1_000));
    };
    pass(61);
    expect(time()).toBe('in 4 seconds');
    pass(1);
    expect(time()).toBe('in 3 seconds');
    pass(5);
    expect(time()).toBe('2 seconds ago');
  });

  it('survives what no calendar has', () => {
    expect(() => shown('<t:999999999999:F>')).not.toThrow();
    expect(() => shown('<t:-999999999999:R>')).not.toThrow();
  });
});
