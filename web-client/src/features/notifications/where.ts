/**
 * The user's location in the client, and navigation to another. Provided by the layout that knows the
 * addresses.
 */
export interface Where {
  /** The visible channel. */
  openChannel(): string | undefined;
  /** Calls the listener on each navigation. Returns a function that stops it. */
  onMove(listener: () => void): () => void;
  go(path: string): void;
}

/** The address of a message. */
export const messagePath = (guildId: string | undefined, channelId: string, messageId: string): string =>
  guildId === undefined ? `/dm/${channelId}#${messageId}` : `/channels/${guildId}/${channelId}#${messageId}`;
