/**
 * What is fetched: its place is kept while it comes, what failed can be tried again, an empty list says so.
 * What is known already stays on the screen while newer fails to come. Without the server it says that it needs one.
 */
import type { ReactNode } from 'react';
import { NeedsConnection } from '../offline/NeedsConnection';
import { useOffline } from '../offline/offline';
import { Skeleton } from '../skeleton/Skeleton';
import { Failed } from './Failed';

interface Props<Data> {
  /** As `useQuery` answers. */
  query: { data: Data | undefined; error: unknown; refetch: () => unknown };
  failureOf: (thrown: unknown) => string;
  waiting?: ReactNode;
  /** Stands instead of a list with nothing in it. */
  empty?: ReactNode;
  children: (data: Data) => ReactNode;
}

const USUAL_WAITING = <Skeleton height="6rem" radius="m" />;

export function Loaded<Data>({ query, failureOf, waiting = USUAL_WAITING, empty, children }: Props<Data>) {
  const { data, error, refetch } = query;
  const offline = useOffline();
  const isEmpty = Array.isArray(data) && data.length === 0;
  if (offline && data === undefined) return <NeedsConnection level={3} />;
  return (
    <>
      {error !== null && <Failed failure={failureOf(error)} onRetry={refetch} />}
      {data === undefined && error === null && waiting}
      {data !== undefined && (isEmpty && empty !== undefined ? empty : children(data))}
    </>
  );
}
