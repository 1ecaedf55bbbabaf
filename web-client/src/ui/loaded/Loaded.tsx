/**
 * The states of a fetch: a placeholder while loading, a retry on failure, a message for an empty list. Known
 * data stays visible while an update fails. Offline it asks for a connection.
 */
import type { ReactNode } from 'react';
import { NeedsConnection } from '../offline/NeedsConnection';
import { useOffline } from '../offline/offline';
import { Skeleton } from '../skeleton/Skeleton';
import { Failed } from './Failed';

interface Props<Data> {
  /** The result of `useQuery`. */
  query: { data: Data | undefined; error: unknown; refetch: () => unknown };
  failureOf: (thrown: unknown) => string;
  waiting?: ReactNode;
  /** Replaces an empty list. */
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
