import { describe, expect, it, vi } from 'vitest';
import { followInnerLinks, innerPlace } from './inner-links';

describe('a link to this client', () => {
  it.each([
    ['/channels/1/2#3', '/channels/1/2#3'],
    [`${location.origin}/dm/5`, '/dm/5'],
    ['/invite/abc?x=1', '/invite/abc?x=1'],
    ['/docs', null],
    ['/api/v10/users/@me', null],
    ['/channelsx', null],
    ['https://example.com/channels/1/2', null],
    ['//example.com/channels/1', null],
    ['javascript:alert(1)', null],
  ])('%s leads to %s', (href, place) => {
    expect(innerPlace(href)).toBe(place);
  });

  it('is followed in place, unless it wants a tab of its own', () => {
    document.body.innerHTML = '<a href="/channels/1/2#3"><b>x</b></a><a target="_blank" href="/dm/1">y</a>';
    const go = vi.fn();
    const stop = followInnerLinks(go);
    const press = (selector: string, more: MouseEventInit = {}) =>
      document
        .querySelector(selector)
        ?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ...more }));
    expect(press('b')).toBe(false);
    expect(go.mock.calls).toEqual([['/channels/1/2#3']]);
    document.addEventListener('click', (event) => event.preventDefault(), { once: true });
    press('b', { ctrlKey: true });
    expect(press('a[target]')).toBe(true);
    expect(go).toHaveBeenCalledOnce();
    stop();
  });
});
