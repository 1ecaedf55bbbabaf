/** The messages that mention the reader, the newest first, page by page. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { listMentions } from '@/api';
import { httpOf } from '@/api/http';
import { queryClient } from '@/api/queries';
import { useClient } from '@/client/context';
import { readMessage } from '@/store/messages/normalise';
import { each } from '@/store/normalise';

const PAGE_SIZE = 25;

export function useMentions() {
  const client = useClient();
  const query = useInfiniteQuery(
    {
      queryKey: ['mentions'],
      staleTime: 0,
      initialPageParam: undefined as string | undefined,
      queryFn: async ({ pageParam: before }) =>
        (
          await listMentions({
            client: httpOf(client),
            query: { limit: PAGE_SIZE, before },
            throwOnError: true,
          })
        ).data,
      getNextPageParam: (page) => (page.length < PAGE_SIZE ? undefined : page.at(-1)?.id),
    },
    queryClient(client),
  );
  return { ...query, data: query.data?.pages.flatMap((page) => each(page, readMessage)) };
}
