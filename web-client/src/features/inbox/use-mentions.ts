/** The messages that mention the reader, the newest first, page by page. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { listMentions } from '@/api';
import { queryClient } from '@/api/queries';
import { each, readMessage } from '@/store/normalise';

const PAGE_SIZE = 25;

export function useMentions() {
  const query = useInfiniteQuery(
    {
      queryKey: ['mentions'],
      staleTime: 0,
      initialPageParam: undefined as string | undefined,
      queryFn: async ({ pageParam: before }) =>
        (await listMentions({ query: { limit: PAGE_SIZE, before }, throwOnError: true })).data,
      getNextPageParam: (page) => (page.length < PAGE_SIZE ? undefined : page.at(-1)?.id),
    },
    queryClient,
  );
  return { ...query, data: query.data?.pages.flatMap((page) => each(page, readMessage)) };
}
