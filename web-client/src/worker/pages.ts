/** Which addresses are pages of the client, for which the kept one page answers. The rest is the server's. */
const NOT_PAGES = ['/api/', '/cdn/', '/docs', '/redoc', '/health/', '/gateway', '/openapi.json', '/vendor/'];

export function isPage(path: string): boolean {
  const isFile = path.slice(path.lastIndexOf('/')).includes('.');
  return !isFile && !NOT_PAGES.some((start) => path.startsWith(start));
}
