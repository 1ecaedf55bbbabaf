/** Which addresses are pages of the client, served from the one cached page. The rest is the server's. */
const NOT_PAGES = ['/api/', '/cdn/', '/docs', '/redoc', '/health/', '/gateway', '/openapi.json', '/vendor/'];

export function isPage(path: string): boolean {
  const isFile = path.slice(path.lastIndexOf('/')).includes('.');
  return !isFile && !NOT_PAGES.some((start) => path.startsWith(start));
}
