// Runs before the first paint, so that the page never flashes in the wrong colours. An external file because
// the content policy forbids inline scripts. The keys and values are those of src/lib/appearance.ts.
(() => {
  let stored = {};
  try {
    stored = JSON.parse(localStorage.getItem('chatspace.appearance') ?? '{}');
  } catch {
    // Storage may be closed (private mode) or hold something foreign: the defaults are right then.
  }
  const themes = ['dark', 'light', 'contrast', 'system'];
  const root = document.documentElement;
  root.dataset.theme = themes.includes(stored.theme) ? stored.theme : 'system';
  if (Number.isInteger(stored.textSize)) root.style.setProperty('--chat-text', `${stored.textSize / 16}rem`);
})();
