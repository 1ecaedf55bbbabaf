/** What touched the safety of the account lately, newest first. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccountEvent } from '@/api';
import { listAccountEventsOptions, queryClient } from '@/api/queries';
import { T } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { Button } from '@/ui/button/Button';
import { Notice } from '@/ui/notice/Notice';
import { Skeleton } from '@/ui/skeleton/Skeleton';
import { Card } from '../Card';
import styles from '../Settings.module.css';
import { useClientText } from './use-client-text';
import { When } from './When';

const SHOWN_AT_FIRST = 8;

export function EventsCard() {
  const failureText = useFailureText();
  const [all, setAll] = useState(false);
  const { data, error } = useQuery({ ...listAccountEventsOptions(), staleTime: 0 }, queryClient);
  const shown = all ? data : data?.slice(0, SHOWN_AT_FIRST);
  return (
    <Card title="settings.events" words={<T id="settings.events.words" />}>
      {error !== null && <Notice tone="danger">{failureText(error)}</Notice>}
      {shown === undefined && error === null && <Skeleton height="6rem" radius="m" />}
      {shown?.length === 0 && (
        <p className={styles.words}>
          <T id="settings.events.none" />
        </p>
      )}
      {shown !== undefined && shown.length > 0 && (
        <ul className={styles.rows}>
          {shown.map((event) => (
            <EventRow key={event.id} event={event} />
          ))}
        </ul>
      )}
      {data !== undefined && shown !== undefined && data.length > shown.length && (
        <div>
          <Button variant="quiet" onPress={() => setAll(true)}>
            <T id="settings.events.all" values={{ count: data.length }} />
          </Button>
        </div>
      )}
    </Card>
  );
}

function EventRow({ event }: { event: AccountEvent }) {
  const clientText = useClientText();
  return (
    <li className={styles.row}>
      <div className={styles.rowText}>
        <div className={styles.rowTitle}>
          <T id={`settings.event.${event.kind}`} />
        </div>
        <div className={styles.words}>
          {event.client !== '' && <>{clientText(event.client)} · </>}
          {event.address !== '' && <>{event.address} · </>}
          <When time={event.created_at} />
        </div>
      </div>
    </li>
  );
}
