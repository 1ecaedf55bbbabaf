import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';
import { act, screen } from '@testing-library/react';
import { render } from '@tests/render';
import { createIntl } from 'react-intl';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { useFormats } from '.';
import en from './en.json';
import { preferredLocale } from './locale';
import uk from './uk.json';

/** The names a message expects to be filled in, also inside plurals. */
function places(elements: MessageFormatElement[]): string[] {
  return elements.flatMap((element) => {
    if (element.type === TYPE.literal || element.type === TYPE.pound) return [];
    const inner =
      element.type === TYPE.plural || element.type === TYPE.select
        ? Object.values(element.options).flatMap((option) => places(option.value))
        : element.type === TYPE.tag
          ? places(element.children)
          : [];
    return [element.value, ...inner];
  });
}

const placesOf = (message: string) => [...new Set(places(parse(message)))].sort();

describe('the catalogues', () => {
  it('have the same ids, in order', () => {
    expect(Object.keys(uk)).toEqual(Object.keys(en));
    expect(Object.keys(en)).toEqual(Object.keys(en).toSorted());
  });

  it('expect the same values in both languages', () => {
    for (const id of Object.keys(en) as (keyof typeof en)[]) {
      expect(placesOf(uk[id]), id).toEqual(placesOf(en[id]));
    }
  });

  it('give Ukrainian plurals all four forms', () => {
    const forms = (elements: MessageFormatElement[]): string[][] =>
      elements.flatMap((element) => (element.type === TYPE.plural ? [Object.keys(element.options)] : []));
    for (const [id, message] of Object.entries(uk)) {
      for (const names of forms(parse(message))) {
        const numeric = names.filter((name) => !name.startsWith('='));
        if (numeric.join() === 'one,other') continue;
        expect(numeric, id).toEqual(['one', 'few', 'many', 'other']);
      }
    }
  });

  it.each([
    [1, '1 учасник'],
    [2, '2 учасники'],
    [5, '5 учасників'],
    [11, '11 учасників'],
    [21, '21 учасник'],
    [1.5, '1,5 учасника'],
  ])('counts %s in Ukrainian', (count, expected) => {
    const intl = createIntl({ locale: 'uk-UA', messages: uk });
    expect(intl.formatMessage({ id: 'invite.members' }, { count })).toBe(expected);
  });

  it.each([
    [1, '1 member'],
    [2, '2 members'],
    [1.5, '1.5 members'],
  ])('counts %s in English', (count, expected) => {
    const intl = createIntl({ locale: 'en-GB', messages: en });
    expect(intl.formatMessage({ id: 'invite.members' }, { count })).toBe(expected);
  });
});

describe('a change of the time zone', () => {
  afterEach(() => void vi.unstubAllEnvs());

  function Time() {
    return useFormats().formatDate(Date.UTC(2026, 9, 14, 12), { hour: '2-digit', minute: '2-digit' });
  }

  it('shows at all times as soon as the window is looked at', () => {
    vi.stubEnv('TZ', 'Europe/Kyiv');
    render(<Time />);
    expect(screen.getByText('15:00')).toBeVisible();
    vi.stubEnv('TZ', 'Asia/Tokyo');
    act(() => void window.dispatchEvent(new Event('focus')));
    expect(screen.getByText('21:00')).toBeVisible();
  });
});

describe('the first language', () => {
  it('is the first one of ours that the reader wants', () => {
    expect(preferredLocale(['pl-PL', 'uk-UA', 'en-GB'])).toBe('uk');
    expect(preferredLocale(['en-US'])).toBe('en');
  });

  it('is English for who wants neither', () => {
    expect(preferredLocale(['pl-PL'])).toBe('en');
    expect(preferredLocale([])).toBe('en');
  });
});
