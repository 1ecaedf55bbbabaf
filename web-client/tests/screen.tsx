/** Renders one screen with everything it stands on (language, addresses), and answers its calls. */
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { vi } from 'vitest';
import { queryClient } from '@/api/queries';
import { type Catalogue, type Locale, Messages } from '@/i18n';
import en from '@/i18n/en.json';
import uk from '@/i18n/uk.json';
import { ToastRegion } from '@/ui/toast/toast';

const catalogues: Record<Locale, Catalogue> = { uk, en };

/** Shows it at a memory address; the answer tells where the screen went. */
export async function show(screen: ReactNode, locale: Locale = 'uk') {
  queryClient.clear();
  const history = createMemoryHistory({ initialEntries: ['/'] });
  const page = () => (
    <>
      {screen}
      <ToastRegion />
    </>
  );
  const root = createRootRoute({ component: page, notFoundComponent: () => null });
  const router = createRouter({ routeTree: root, history });
  await router.load();
  render(
    <Messages locale={locale} messages={catalogues[locale]}>
      <RouterProvider router={router as never} />
    </Messages>,
  );
  return { address: () => history.location.pathname };
}

interface Call {
  route: string;
  body: unknown;
}

type Answer = [status: number, body?: unknown];

/** Answers calls by "METHOD /path" below /api/v10 and keeps what was asked. A route it does not know is a 404. */
export function answer(routes: Record<string, Answer | ((body: unknown) => Answer)>): Call[] {
  const calls: Call[] = [];
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    const route = `${request.method} ${new URL(request.url).pathname.replace('/api/v10', '')}`;
    const text = await request.text();
    const isJson = request.headers.get('Content-Type') === 'application/json';
    const body: unknown = text !== '' && isJson ? JSON.parse(text) : undefined;
    calls.push({ route, body });
    const found = routes[route] ?? [404, { code: 0, message: 'Not found' }];
    const [status, answered] = typeof found === 'function' ? found(body) : found;
    return new Response(answered === undefined ? null : JSON.stringify(answered), {
      status,
      headers: { 'Content-Type': 'application/json' },
    });
  });
  return calls;
}

export const formError = (field: string, code: string): Answer => [
  400,
  { code: 50035, message: 'Invalid Form Body', errors: { [field]: { _errors: [{ code, message: code }] } } },
];
