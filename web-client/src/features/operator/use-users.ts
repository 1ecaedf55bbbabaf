/** The accounts of the installation, page by page, and their places in the cache when one of them changes. */
import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query';
import { type Account, listAccounts } from '@/api';
import { httpOf } from '@/api/http';
import { queryClient } from '@/api/queries';
import type { Client } from '@/client/client';
import { useClient } from '@/client/context';

const PAGE = 50;
const KEY = 'operator-accounts';

export function useAccounts(query: string) {
  const client = useClient();
  return useInfiniteQuery(
    {
      queryKey: [KEY, query],
      initialPageParam: undefined as string | undefined,
      queryFn: async ({ pageParam, signal }) => {
        const asked = {
          limit: PAGE,
          ...(query === '' ? {} : { query }),
          ...(pageParam === undefined ? {} : { after: pageParam }),
        };
        return (await listAccounts({ client: httpOf(client), query: asked, signal, throwOnError: true }))
          .data;
      },
      getNextPageParam: (last) => (last.length < PAGE ? undefined : last.at(-1)?.user.id),
      // The current results stay visible while the next characters are typed.
      placeholderData: (before) => before,
    },
    queryClient(client),
  );
}

/** The account as the server now has it, in every list that shows it. */
export function cacheAccount(client: Client, account: Account): void {
  queryClient(client).setQueriesData<InfiniteData<Account[]>>({ queryKey: [KEY] }, (lists) =>
    lists === undefined
      ? lists
      : {
          ...lists,
          pages: lists.pages.map((page) =>
            page.map((one) => (one.user.id === account.user.id ? account : one)),
          ),
        },
  );
}
