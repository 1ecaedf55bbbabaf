import { expect, test } from 'vitest';
import { trustedMarkup, trustedProgram } from './trusted-types';

test('only nothing and one character reference may become markup', () => {
  for (const text of ['', '&amp;', '&CounterClockwiseContourIntegral;', '&frac12;'])
    expect(trustedMarkup(text)).toBe(text);
  for (const text of [
    'x',
    '<b>',
    '&amp',
    '&amp;&lt;',
    '&#60;',
    '&;',
    '&amp;\n',
    ' &amp;',
    '&lt;img src=x onerror=alert(1)&gt;',
  ])
    expect(trustedMarkup(text)).toBeNull();
});

test('only the service worker may become a program', () => {
  expect(trustedProgram('/sw.js')).toBe('/sw.js');
  for (const url of ['sw.js', '/sw.js?x', 'https://evil.example/sw.js', 'data:text/javascript,1', ''])
    expect(trustedProgram(url)).toBeNull();
});
