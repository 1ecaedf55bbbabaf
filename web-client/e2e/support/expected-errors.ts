/** Errors of the server that a test expects: the browser logs each in the console. */
const NOTE = /^Failed to load resource: the server responded with a status of (\d+) /;
const API = '/api/v10';

export interface Note {
  text: string;
  /** The requested URL. */
  address: string;
}

export class ExpectedErrors {
  private readonly named = new Set<string>();

  /** Expects this response. The path is relative to the root of the API. */
  readonly name = (status: number, path: string): void => {
    this.named.add(`${status} ${API}${path}`);
  };

  /** Whether the log entry belongs to an expected response. */
  covers({ text, address }: Note): boolean {
    const status = NOTE.exec(text)?.[1];
    if (status === undefined || !URL.canParse(address)) return false;
    return this.named.has(`${status} ${new URL(address).pathname}`);
  }
}
