/** The cache of what is fetched on demand. What lives on the gateway is not in it. */
import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '@/api';

const MOST_RETRIES = 2;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < MOST_RETRIES && error instanceof ApiError && error.temporary,
    },
  },
});
