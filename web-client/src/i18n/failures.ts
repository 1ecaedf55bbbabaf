/** Failures in the reader's language: chosen by the server's codes, never its prose. */
import { ApiError, Code, toApiError } from '@/api/errors';
import { type MessageId, type Text, useText } from '.';

const BY_FIELD_CODE: Record<string, MessageId> = {
  BASE_TYPE_REQUIRED: 'error.field.required',
  BASE_TYPE_MIN_LENGTH: 'error.field.tooShort',
  BASE_TYPE_MAX_LENGTH: 'error.field.length',
  BASE_TYPE_BAD_LENGTH: 'error.field.length',
  EMAIL_TYPE_INVALID_EMAIL: 'error.field.email',
  NAME_OR_EMAIL_TAKEN: 'error.field.nameOrEmailTaken',
  USERNAME_ALREADY_TAKEN: 'error.field.usernameTaken',
  USERNAME_INVALID: 'error.field.username',
  PASSWORD_BAD_LENGTH: 'error.field.password',
  PASSWORD_TOO_COMMON: 'error.field.passwordCommon',
  PASSWORD_LIKE_ACCOUNT: 'error.field.passwordLikeAccount',
  PASSWORD_WRONG: 'error.field.passwordWrong',
  INVALID_LOGIN: 'error.field.login',
  INVITE_INVALID: 'error.field.invite',
  SETUP_TOKEN_INVALID: 'error.field.setupToken',
  IMAGE_INVALID: 'error.field.image',
  LINK_INVALID: 'error.field.link',
};

/** Problems with the text of a message. */
const BY_CONTENT: Record<string, MessageId> = {
  BASE_TYPE_MAX_LENGTH: 'error.messageTooLong',
  BASE_TYPE_MAX_BYTES: 'error.messageTooLong',
  TEXT_CHARACTERS: 'error.messageCharacters',
};

/** For these fields the field itself explains more than the code. */
const BY_FIELD: Record<string, MessageId> = {
  email: 'error.field.email',
  username: 'error.field.username',
  password: 'error.field.password',
  new_password: 'error.field.password',
  invite: 'error.field.invite',
  setup_token: 'error.field.setupToken',
};
const GENERAL_CODES = /^BASE_TYPE_(?!REQUIRED)|_INVALID|_FORMAT/;

/** For these the code explains more than the status. */
const BY_CODE: Record<number, MessageId> = {
  [Code.fileTooLarge]: 'error.fileTooLarge',
  [Code.emptyMessage]: 'error.messageEmpty',
  [Code.cannotMessage]: 'error.cannotMessage',
  [Code.guildOwned]: 'error.guildOwned',
  [Code.secondFactorNeeded]: 'error.secondFactorNeeded',
  [Code.secondFactorWrong]: 'error.field.code',
  [Code.passwordNeeded]: 'error.passwordNeeded',
  [Code.linkRevealed]: 'error.alreadyRevealed',
};

const TOO_MANY_CODES = new Set([30001, 30005, 30013, 30016, 30033]);

function fieldMessage(field: string, code: string): MessageId {
  const byField = BY_FIELD[field];
  if (byField !== undefined && GENERAL_CODES.test(code)) return byField;
  return BY_FIELD_CODE[code] ?? byField ?? 'error.field.format';
}

/** The problem of each field of a form, for the form's fields. */
export function fieldProblems(thrown: unknown, text: Text): Record<string, string> {
  const error = toApiError(thrown);
  if (error.code === Code.secondFactorWrong) return { code: text('error.field.code') };
  return Object.fromEntries(
    Object.entries(error.fields).map(([field, code]) => [field, text(fieldMessage(field, code))]),
  );
}

function failureMessage(error: ApiError): MessageId {
  if (error.unreachable) return 'error.unreachable';
  if (error.rateLimited) return 'error.rateLimited';
  const byCode = BY_CODE[error.code];
  if (byCode !== undefined) return byCode;
  if (error.code === Code.imageRefused) return error.status === 415 ? 'error.imageKind' : 'error.imageBroken';
  const byContent = BY_CONTENT[error.fields.content ?? ''];
  if (byContent !== undefined) return byContent;
  const fields = Object.values(error.fields);
  if (fields.includes('LINK_INVALID')) return 'error.field.link';
  if (fields.includes('INVITE_INVALID')) return 'error.field.invite';
  if (fields.includes('IMAGE_INVALID')) return 'error.field.image';
  if (TOO_MANY_CODES.has(error.code)) return 'error.tooMany';
  if (error.status === 401) return 'error.signedOut';
  if (error.status === 403) return 'error.forbidden';
  if (error.status === 404) return 'error.notFound';
  if (error.status === 409) return 'error.conflict';
  return error.status >= 500 ? 'error.server' : 'error.invalid';
}

/** One sentence for a failure. Errors that are not responses of the API are ours and reported like the server's. */
export function failureText(thrown: unknown, text: Text): string {
  const error = thrown instanceof ApiError ? thrown : new ApiError(500, {});
  return text(failureMessage(error), { seconds: Math.max(1, Math.ceil(error.retryAfter ?? 1)) });
}

export function useFailureText(): (thrown: unknown) => string {
  const text = useText();
  return (thrown) => failureText(thrown, text);
}

/** How a form reads errors: see `ui/form`. */
export function useFormFailures() {
  const text = useText();
  return {
    problemsOf: (thrown: unknown) => fieldProblems(thrown, text),
    failureOf: (thrown: unknown) => failureText(thrown, text),
  };
}
