import { createIntl } from 'react-intl';
import { describe, expect, it } from 'vitest';
import { ApiError } from '@/api/errors';
import type { Text } from '.';
import en from './en.json';
import { failureText, fieldProblems } from './failures';

const intl = createIntl({ locale: 'en-GB', messages: en });
const text: Text = (id, values) => intl.formatMessage({ id }, values);
const form = (field: string, code: string) =>
  new ApiError(400, {
    code: 50035,
    message: 'x',
    errors: { [field]: { _errors: [{ code, message: 'x' }] } },
  });

describe('what failed', () => {
  it.each([
    [403, 200001, 'Confirm your password first.'],
    [403, 60003, 'Enter your two-factor authentication code.'],
    [400, 60008, en['error.field.code']],
    [413, 40005, 'The file is too large.'],
    [415, 50046, en['error.imageKind']],
    [422, 50046, en['error.imageBroken']],
    [400, 50055, en['error.guildOwned']],
    [403, 50013, 'You don’t have permission to do this.'],
    [500, 0, en['error.server']],
  ])('with %d/%d is said in words of its own', (status, code, words) => {
    expect(failureText(new ApiError(status, { code, message: 'x' }), text)).toBe(words);
  });

  it('with a link or a picture is said also where there is no field for it', () => {
    expect(failureText(form('token', 'LINK_INVALID'), text)).toBe('This link no longer works.');
    expect(failureText(form('avatar', 'IMAGE_INVALID'), text)).toBe('This isn’t an image.');
  });

  it('is a fault of ours when it is no answer of the server', () => {
    expect(failureText(new TypeError('x is undefined'), text)).toBe(en['error.server']);
  });
});

describe('the problem of a field', () => {
  it.each([
    ['password', 'PASSWORD_WRONG', 'Wrong password.'],
    ['new_password', 'BASE_TYPE_BAD_LENGTH', '10 to 128 characters.'],
    ['password', 'PASSWORD_TOO_COMMON', en['error.field.passwordCommon']],
    ['username', 'USERNAME_ALREADY_TAKEN', 'This username is taken. Try another one.'],
    ['token', 'LINK_INVALID', 'This link no longer works.'],
    ['bio', 'BASE_TYPE_BAD_LENGTH', 'This length is not allowed.'],
  ])('%s with %s is said beside it', (field, code, words) => {
    expect(fieldProblems(form(field, code), text)).toEqual({ [field]: words });
  });

  it('of a wrong code is the code, which the server names by number', () => {
    const wrong = new ApiError(400, { code: 60008, message: 'x' });
    expect(fieldProblems(wrong, text)).toEqual({ code: en['error.field.code'] });
  });
});
