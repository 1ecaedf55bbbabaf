/** Identifies a request when it is repeated. */
/** At most 25 random characters. */
export function newNonce(): string {
  const random = crypto.getRandomValues(new Uint32Array(2));
  return `${Date.now().toString(36)}${[...random].map((part) => part.toString(36).padStart(7, '0')).join('')}`;
}
