/** Recent security events of the account, newest first. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccountEvent } from '@/api';
import { httpOf } from '@/api/http';
import { listAccountEventsOptions, queryClient } from '@/api/queries';
import { useClient } from '@/client/context';
import { T } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { Button } from '@/ui/button/Button';
import { Card } from '@/ui/card/Card';
import { Loaded } from '@/ui/loaded/Loaded';
import styles from '../Settings.module.css';
import { useClientText } from './use-client-text';
import { When } from './When';

const SHOWN_AT_FIRST = 8;

export function EventsCard() {
  const client = useClient();
  const failureText = useFailureText();
  const [all, setAll] = useState(false);
  const query = useQuery(
    { ...listAccountEventsOptions({ client: httpOf(client) }), staleTime: 0 },
    queryClient(client),
  );
  return (
    <Card title="settings.events" words={<T id="settings.events.words" />}>
      <Loaded
        query={query}
        failureOf={failureText}
        empty={
          <p className={styles.words}>
            <T id="settings.events.none" />
          </p>
        }
      >
        {(events) => (
          <>
            <ul className={styles.rows}>
              {(all ? events : events.slice(0, SHOWN_AT_FIRST)).map((event) => (
                <EventRow key={event.id} event={event} />
              ))}
            </ul>
            {!all && events.length > SHOWN_AT_FIRST && (
              <div>
                <Button variant="quiet" onPress={() => setAll(true)}>
                  <T id="settings.events.all" values={{ count: events.length }} />
                </Button>
              </div>
            )}
          </>
        )}
      </Loaded>
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
