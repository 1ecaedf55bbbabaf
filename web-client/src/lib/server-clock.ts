/**
 * The time of the server: what is new and what is over goes by it, not by the clock of this device, which may be wrong
 * or be set anew while the page is open. Every answer of the server brings it; between two it goes on by itself.
 */
let known: { at: number; since: number } | null = null;

/** Whole seconds are all an answer tells. */
const COARSE_MS = 1_000;

export const serverNow = (): number =>
  known === null ? Date.now() : known.at + (performance.now() - known.since);

/** How far this device is behind the server. */
export const serverLead = (): number => serverNow() - Date.now();

/** The server has just said that it is this late; a little difference is that of the way. */
export function noteServerTime(time: number): void {
  if (Number.isNaN(time) || (known !== null && Math.abs(serverNow() - time) < COARSE_MS)) return;
  known = { at: time, since: performance.now() };
}

/** Something was made at this time: it cannot be earlier now, even if this page has slept since the last answer. */
export function noteAtLeast(time: number): void {
  if (known !== null && time > serverNow()) known = { at: time, since: performance.now() };
}
