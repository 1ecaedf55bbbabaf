/** Addresses of the client's pages, served from the one cached page. Others go to the server. */
const NOT_PAGES = ['/api/', '/cdn/', '/docs', '/redoc', '/health/', '/gateway', '/openapi.json', '/vendor/'];

export function isPage(path: string): boolean {
  const isFile = path.slice(path.lastIndexOf('/')).includes('.');
  return !isFile && !NOT_PAGES.some((start) => path.startsWith(start));
}
