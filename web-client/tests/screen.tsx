/** Renders one screen with its context (language, router), and answers its calls. */
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { vi } from 'vitest';
import { passwordQuestion } from '@/api/fresh';
import { queryClient } from '@/api/queries';
import { OfflineBoundary } from '@/app/OfflineBoundary';
import { PasswordQuestion } from '@/app/PasswordQuestion';
import { ClientContext } from '@/client/context';
import { type Catalogue, type Locale, Messages } from '@/i18n';
import en from '@/i18n/en.json';
import uk from '@/i18n/uk.json';
import { queue } from '@/ui/toast/Corner';
import { ToastRegion } from '@/ui/toast/toast';
import { client } from './client';

const catalogues: Record<Locale, Catalogue> = { uk, en };

/** Renders it at a memory address; the result contains the current location. */
export async function show(screen: ReactNode, locale: Locale = 'uk') {
  queryClient(client).clear();
  queue.clear();
  passwordQuestion(client).getState().asked?.answer(false);
  const history = createMemoryHistory({ initialEntries: ['/'] });
  const page = () => (
    <>
      {screen}
      <PasswordQuestion />
      <ToastRegion />
    </>
  );
  const root = createRootRoute({ component: page, notFoundComponent: () => null });
  const router = createRouter({ routeTree: root, history });
  await router.load();
  render(
    <Messages locale={locale} messages={catalogues[locale]}>
      <ClientContext value={client}>
        <OfflineBoundary>
          <RouterProvider router={router as never} />
        </OfflineBoundary>
      </ClientContext>
    </Messages>,
  );
  return { address: () => history.location.pathname };
}

interface Call {
  route: string;
  body: unknown;
}

type Answer = [status: number, body?: unknown];

/** Answers calls by "METHOD /path" below /api/v10 and records them. An unknown route is a 404. */
export function answer(routes: Record<string, Answer | ((body: unknown) => Answer)>): Call[] {
  const calls: Call[] = [];
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    const route = `${request.method} ${new URL(request.url).pathname.replace('/api/v10', '')}`;
    const text = await request.text();
    const body: unknown = text === '' ? undefined : parsed(text);
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

/** A body that is not JSON (a file) stays text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The server requires a password check first. */
export const passwordNeeded: Answer = [403, { code: 200001, message: 'Confirm your password first.' }];

export const formError = (field: string, code: string): Answer => [
  400,
  { code: 50035, message: 'Invalid Form Body', errors: { [field]: { _errors: [{ code, message: code }] } } },
];
