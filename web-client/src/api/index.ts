/** The HTTP API for the rest of the client: typed calls that throw `ApiError`, and the wire's types. */
import './client';

export { ApiError, type FieldCodes, toApiError } from './errors';
export * from './gen';
