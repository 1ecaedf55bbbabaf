/** Where in the client the reader is, and how to bring them elsewhere. Given by the frame that knows the addresses. */
export interface Where {
  /** The channel on the screen. */
  openChannel(): string | undefined;
  /** Calls the listener on each navigation. Returns a function that stops it. */
  onMove(listener: () => void): () => void;
  go(path: string): void;
}

/** The address of a message. */
export const messagePath = (guildId: string | undefined, channelId: string, messageId: string): string =>
  guildId === undefined ? `/dm/${channelId}#${messageId}` : `/channels/${guildId}/${channelId}#${messageId}`;
