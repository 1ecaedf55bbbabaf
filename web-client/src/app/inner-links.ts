/**
 * Clicks on links to this client, in any text, navigate without leaving the page. Links that ask for a new tab get one,
 * and other addresses of this server (files, documentation) are left to the browser.
 */
const PATHS = /^\/(channels|dm|invite|settings|operator)(\/|$)/;

/** The place in the client that a link leads to; null when it leads elsewhere. */
export function innerPlace(href: string): string | null {
  try {
    const url = new URL(href, location.origin);
    return url.origin === location.origin && PATHS.test(url.pathname)
      ? url.pathname + url.search + url.hash
      : null;
  } catch {
    return null;
  }
}

export function followInnerLinks(go: (place: string) => void): () => void {
  const press = (event: MouseEvent) => {
    const isPlain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (event.defaultPrevented || !isPlain || !(event.target instanceof Element)) return;
    const link = event.target.closest<HTMLAnchorElement>('a[href]');
    if (link === null || link.target === '_blank' || link.hasAttribute('download')) return;
    const place = innerPlace(link.href);
    if (place === null) return;
    event.preventDefault();
    go(place);
  };
  document.addEventListener('click', press);
  return () => document.removeEventListener('click', press);
}
