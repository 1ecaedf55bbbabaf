/**
 * Collects events and delivers them in batches, so that many cause one render.
 *
 * Up to 60 events a second: once an animation frame. Above: every 50 ms. While the tab is hidden: every second. Order
 * is preserved and nothing is dropped; a frame that never comes (the tab was hidden meanwhile) is replaced by a timer.
 */
export const BUSY_EVENTS_PER_SECOND = 60;
export const BUSY_WINDOW_MS = 50;
export const HIDDEN_WINDOW_MS = 1000;

export class EventQueue<Event> {
  #flush: (events: Event[]) => void;
  #events: Event[] = [];
  #cancel: (() => void) | null = null;
  #countedFrom = 0;
  #counted = 0;
  #rate = 0;

  constructor(flush: (events: Event[]) => void) {
    this.#flush = flush;
  }

  push(event: Event): void {
    this.#events.push(event);
    this.#count();
    this.#cancel ??= this.#schedule();
  }

  /** Delivers what is queued, now. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = null;
    if (this.#events.length === 0) return;
    const events = this.#events;
    this.#events = [];
    this.#flush(events);
  }

  clear(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#events = [];
  }

  #count(): void {
    const now = performance.now();
    if (now - this.#countedFrom >= 1000) {
      this.#rate = now - this.#countedFrom < 2000 ? this.#counted : 0;
      this.#countedFrom = now;
      this.#counted = 0;
    }
    this.#counted += 1;
  }

  #schedule(): () => void {
    if (document.visibilityState === 'hidden') return later(() => this.flush(), HIDDEN_WINDOW_MS);
    if (Math.max(this.#rate, this.#counted) > BUSY_EVENTS_PER_SECOND) {
      return later(() => this.flush(), BUSY_WINDOW_MS);
    }
    const frame = requestAnimationFrame(() => this.flush());
    const cancelTimer = later(() => this.flush(), HIDDEN_WINDOW_MS);
    return () => {
      cancelAnimationFrame(frame);
      cancelTimer();
    };
  }
}

function later(work: () => void, ms: number): () => void {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
}
