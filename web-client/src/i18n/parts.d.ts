/** See scripts/message-parts.ts. */
declare module '*.json?entry' {
  const messages: Partial<import('./catalogue').Catalogue>;
  export default messages;
}

declare module '*.json?live' {
  const messages: Partial<import('./catalogue').Catalogue>;
  export default messages;
}

declare module '*.json?later' {
  const messages: Partial<import('./catalogue').Catalogue>;
  export default messages;
}
