/**
 * Whether the focus was last moved by the keyboard or by a pointer. While it was by the keyboard and nothing has been
 * typed since, the root has `data-keyboard`: a field always matches `:focus-visible`, so style sheets cannot
 * distinguish tabbing into it from typing in it.
 */
type Input = 'keyboard' | 'pointer';

/** Keys that move the focus. */
const MOVING = /^(Tab|F6|Home|End|Page(Up|Down)|Arrow(Up|Down|Left|Right))$/;

let last: Input = 'keyboard';

export const movedBy = (): Input => last;

const showRing = (shown: boolean) => document.documentElement.toggleAttribute('data-keyboard', shown);

function pointed(): void {
  last = 'pointer';
  showRing(false);
}

function pressed({ code, target }: KeyboardEvent): void {
  const writes = target instanceof HTMLTextAreaElement && code !== 'Tab' && code !== 'F6';
  if (MOVING.test(code) && !writes) last = 'keyboard';
  if (writes) showRing(false);
  else if (last === 'keyboard') showRing(true);
}

export function startModality(): void {
  const quiet = { capture: true, passive: true };
  window.addEventListener('pointerdown', pointed, quiet);
  window.addEventListener('keydown', pressed, quiet);
}
