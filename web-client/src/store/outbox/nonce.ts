/** By what a request is known to be the same when it is repeated. */
/** At most 25 characters, not to be guessed twice. */
export function newNonce(): string {
  const random = crypto.getRandomValues(new Uint32Array(2));
  return `${Date.now().toString(36)}${[...random].map((part) => part.toString(36).padStart(7, '0')).join('')}`;
}
