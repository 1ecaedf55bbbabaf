/**
 * Data fetched on demand that does not live on the gateway: the cache of TanStack Query, and the generated options for
 * it. Passed to each use as `useQuery(options, queryClient)`, so that only the parts that fetch load the library.
 */
import { QueryClient } from '@tanstack/react-query';
import { type Client, perClient } from '@/client/client';
import { ApiError } from './errors';
import { sessionStore } from './session';

export * from './gen/@tanstack/react-query.gen';

const MOST_RETRIES = 2;

function queries(client: Client): QueryClient {
  const cache = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        retry: (failures, error) => failures < MOST_RETRIES && error instanceof ApiError && error.temporary,
      },
    },
  });
  // Cached data of one account must not be shown to the next.
  sessionStore(client).subscribe((state, before) => {
    if (before.user !== null && state.user?.id !== before.user.id) cache.clear();
  });
  return cache;
}

export const queryClient = perClient((client) => queries(client));
