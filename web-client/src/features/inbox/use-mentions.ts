/** The messages that mention the reader, the newest first, page by page. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { queryClient } from '@/api/queries';
import { listMentions } from '@/api/soon-unread';
import { each, readMessage } from '@/store/normalise';

const PAGE_SIZE = 25;

export function useMentions() {
  const query = useInfiniteQuery(
    {
      queryKey: ['mentions'],
      staleTime: 0,
      initialPageParam: undefined as string | undefined,
      queryFn: ({ pageParam: before }) => listMentions({ limit: PAGE_SIZE, before }),
      getNextPageParam: (page) => (page.length < PAGE_SIZE ? undefined : page.at(-1)?.id),
    },
    queryClient,
  );
  return { ...query, data: query.data?.pages.flatMap((page) => each(page, readMessage)) };
}
