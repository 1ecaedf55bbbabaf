// Runs before the first paint, so that the page never flashes in the wrong colours. An external file because
// the content policy forbids inline scripts. The keys and values are those of src/lib/appearance.ts.
(() => {
  let stored = {};
  try {
    stored = JSON.parse(localStorage.getItem('chatspace.appearance') ?? '{}') ?? {};
  } catch {
    // Storage may be closed (private mode) or hold something foreign: the defaults are right then.
  }
  const prefers = (query) => matchMedia(query).matches;
  const system = () =>
    prefers('(prefers-contrast: more)')
      ? 'contrast'
      : prefers('(prefers-color-scheme: light)')
        ? 'light'
        : 'dark';
  const root = document.documentElement;
  root.dataset.theme = ['dark', 'light', 'contrast'].includes(stored.theme) ? stored.theme : system();
  if (stored.textSize >= 12 && stored.textSize <= 24)
    root.style.setProperty('--chat-text', `${stored.textSize / 16}rem`);
})();
