/**
 * The clock of a server: what is new and what has expired is decided by it, not by the device's clock, which may be
 * wrong or change while the page is open. Every response carries the time; in between it advances by itself.
 */
export interface ServerClock {
  /** The server's time; the device's own until the server has responded. */
  now: () => number;
  /** How far this device is behind the server. */
  lead: () => number;
  /** Takes the time of a response. */
  note: (time: number) => void;
  /**
   * Takes the time at which something was created, which cannot be in the future, even if this page was
   * suspended meanwhile.
   */
  noteAtLeast: (time: number) => void;
}

/** A response has whole seconds, and takes a moment to arrive. */
const COARSE_MS = 1_000;

export function createServerClock(): ServerClock {
  let known: { at: number; since: number } | null = null;
  const now = () => (known === null ? Date.now() : known.at + (performance.now() - known.since));
  const set = (time: number) => {
    known = { at: time, since: performance.now() };
  };
  return {
    now,
    lead: () => now() - Date.now(),
    note: (time) => {
      if (!Number.isNaN(time) && (known === null || Math.abs(now() - time) >= COARSE_MS)) set(time);
    },
    noteAtLeast: (time) => {
      if (known !== null && time > now()) set(time);
    },
  };
}
