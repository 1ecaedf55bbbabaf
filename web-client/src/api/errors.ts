/**
 * Every failure of a call, in one class.
 *
 * `status` 0 means that no response arrived (no network, server down): worth trying again. Everything else
 * comes from the server. Texts for the user are chosen by `code` and by the inner codes of a form, never
 * taken from the server.
 */
import type { ErrorBody } from './gen';

/** The inner code of each field of a form, by dotted path: `{ username: 'USERNAME_ALREADY_TAKEN' }`. */
export type FieldCodes = Record<string, string>;

/** Codes of the server that the client acts upon, or has its own texts for. */
export const Code = {
  fileTooLarge: 40005,
  emptyMessage: 50006,
  cannotMessage: 50007,
  imageRefused: 50046,
  guildOwned: 50055,
  /** For a message that is unreadable or deleted. */
  cannotReply: 160002,
  secondFactorNeeded: 60003,
  secondFactorWrong: 60008,
  passwordNeeded: 200001,
  linkRevealed: 200040,
} as const;

export class ApiError extends Error {
  readonly status: number;
  readonly code: number;
  readonly fields: FieldCodes;
  /** Seconds to wait, when the server asks for it. */
  readonly retryAfter: number | undefined;
  readonly requestId: string | undefined;

  constructor(status: number, body: Partial<ErrorBody>, retryAfterHeader?: string | null) {
    super(body.message ?? 'The request failed.');
    this.name = 'ApiError';
    this.status = status;
    this.code = body.code ?? 0;
    this.fields = fieldCodes(body.errors);
    const retryAfter = body.retry_after ?? Number(retryAfterHeader ?? Number.NaN);
    this.retryAfter = Number.isFinite(retryAfter) ? retryAfter : undefined;
    this.requestId = body.request_id;
  }

  /** No response arrived; the server may or may not have processed the request. */
  get unreachable(): boolean {
    return this.status === 0;
  }

  get rateLimited(): boolean {
    return this.status === 429;
  }

  /** Trying the same again later may succeed. */
  get temporary(): boolean {
    return this.unreachable || this.rateLimited || this.status >= 500;
  }
}

/** Converts any thrown value to an ApiError. */
export function toApiError(thrown: unknown, response?: Response): ApiError {
  if (thrown instanceof ApiError) return thrown;
  if (response === undefined) {
    return new ApiError(0, { message: thrown instanceof Error ? thrown.message : 'No answer.' });
  }
  const body = typeof thrown === 'object' && thrown !== null ? (thrown as Partial<ErrorBody>) : {};
  return new ApiError(response.status, body, response.headers.get('Retry-After'));
}

function fieldCodes(errors: unknown, path = ''): FieldCodes {
  if (typeof errors !== 'object' || errors === null) return {};
  const found: FieldCodes = {};
  for (const [key, value] of Object.entries(errors)) {
    if (key === '_errors') {
      const first: unknown = Array.isArray(value) ? value[0] : undefined;
      const code =
        typeof first === 'object' && first !== null ? (first as { code?: unknown }).code : undefined;
      if (typeof code === 'string') found[path] = code;
    } else {
      Object.assign(found, fieldCodes(value, path === '' ? key : `${path}.${key}`));
    }
  }
  return found;
}
