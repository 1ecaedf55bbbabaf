/** What the server refuses in a story on purpose: the browser notes each such answer in the console. */
const NOTE = /^Failed to load resource: the server responded with a status of (\d+) /;
const API = '/api/v10';

export interface Note {
  text: string;
  /** What was asked for. */
  address: string;
}

export class ExpectedErrors {
  private readonly named = new Set<string>();

  /** The story is about this answer. The path is that below the root of the API. */
  readonly name = (status: number, path: string): void => {
    this.named.add(`${status} ${API}${path}`);
  };

  /** Whether the note is of an answer that the story names. */
  covers({ text, address }: Note): boolean {
    const status = NOTE.exec(text)?.[1];
    if (status === undefined || !URL.canParse(address)) return false;
    return this.named.has(`${status} ${new URL(address).pathname}`);
  }
}
