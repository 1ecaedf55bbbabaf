/** The HTTP API for the rest of the client: typed calls that throw `ApiError`, and the wire's types. */

export { ApiError, type FieldCodes, toApiError } from './errors';
export * from './gen';
export { httpOf } from './http';
