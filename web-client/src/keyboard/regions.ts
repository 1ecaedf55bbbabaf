/**
 * The parts of the window that F6 goes round, and typing that finds the message field by itself.
 *
 * A part is an element with `data-region`; parts are visited in the order of `REGIONS`. In a part the element with
 * `data-region-focus`, else the first one that takes focus, else the part itself gets it.
 */
export const REGIONS = ['rail', 'channels', 'log', 'composer', 'members'] as const;
export type Region = (typeof REGIONS)[number];

const TABBABLE =
  'a[href]:not([tabindex="-1"]), button:not([disabled]):not([tabindex="-1"]), textarea:not([disabled]), ' +
  'input:not([disabled]), [tabindex="0"]';

function present(): HTMLElement[] {
  return REGIONS.flatMap((name) => {
    const found = document.querySelector<HTMLElement>(`[data-region="${name}"]`);
    return found === null ? [] : [found];
  });
}

function focusInto(region: HTMLElement): void {
  const target =
    region.querySelector<HTMLElement>('[data-region-focus]') ?? region.querySelector<HTMLElement>(TABBABLE);
  if (target !== null) {
    target.focus();
  } else {
    region.tabIndex = -1;
    region.focus();
  }
}

export function focusRegion(name: Region): void {
  const region = document.querySelector<HTMLElement>(`[data-region="${name}"]`);
  if (region !== null) focusInto(region);
}

export function moveRegion(by: 1 | -1): void {
  const regions = present();
  if (regions.length === 0) return;
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const next = at === -1 ? (by === 1 ? 0 : regions.length - 1) : (at + by + regions.length) % regions.length;
  const region = regions[next];
  if (region !== undefined) focusInto(region);
}

const EDITABLE = 'input, textarea, select, [contenteditable="true"]';
const LAYERS = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';

/** A key that inserts a character and that no nearer element uses; Space is left to buttons and scrolling. */
function isTyping(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey)
    return false;
  if ([...event.key].length !== 1 || event.key === ' ') return false;
  return !(event.target instanceof Element && event.target.closest(`${EDITABLE}, ${LAYERS}`) !== null);
}

/** Moves focus before the browser inserts the character, so the character itself arrives in the field. */
export function focusComposerOnTyping(event: KeyboardEvent): void {
  if (!isTyping(event) || document.querySelector('[aria-modal="true"], [role="dialog"]') !== null) return;
  document.querySelector<HTMLTextAreaElement>('[data-region="composer"] textarea')?.focus();
}
