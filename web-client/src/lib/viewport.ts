/**
 * Provides style sheets with the height of the window above the on-screen keyboard, in browsers that overlay the page
 * instead of shrinking it.
 */
const LEAST_KEYBOARD_PX = 120;

export function startViewport(): void {
  const view = globalThis.visualViewport;
  if (!view) return;
  const root = document.documentElement;
  const apply = () => {
    const covered = window.innerHeight - view.height * view.scale;
    if (covered < LEAST_KEYBOARD_PX) root.style.removeProperty('--window-height');
    else root.style.setProperty('--window-height', `${view.height}px`);
  };
  view.addEventListener('resize', apply);
  apply();
}
