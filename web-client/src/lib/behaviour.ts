/** How channels behave on this device: where they open, and what Enter does. */
import { createStore } from 'zustand/vanilla';

export const OPENINGS = ['unread', 'end'] as const;
export const ENTERS = ['auto', 'send', 'newline'] as const;
export type Opening = (typeof OPENINGS)[number];
/** `auto`: Enter sends, except on a touch keyboard. */
export type Enter = (typeof ENTERS)[number];

export interface Behaviour {
  opening: Opening;
  enter: Enter;
}

const KEY = 'chatspace.behaviour';
const usual: Behaviour = { opening: 'unread', enter: 'auto' };

function stored(): Behaviour {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    if (typeof found !== 'object' || found === null) return usual;
    const { opening, enter } = found as Record<string, unknown>;
    return {
      opening: OPENINGS.find((one) => one === opening) ?? usual.opening,
      enter: ENTERS.find((one) => one === enter) ?? usual.enter,
    };
  } catch {
    return usual;
  }
}

export const behaviour = createStore<Behaviour>(stored);

behaviour.subscribe((state) => {
  try {
    localStorage.setItem(KEY, JSON.stringify(state));
  } catch {
    // Without storage the choice lasts as long as the page.
  }
});
