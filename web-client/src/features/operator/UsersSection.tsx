/** All accounts of the installation: searched by name or email, each with its actions. */
import { Search } from 'lucide-react';
import { useDeferredValue, useEffect, useState } from 'react';
import { T, useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { arrowFocus } from '@/ui/arrow-focus/arrow-focus';
import { Button } from '@/ui/button/Button';
import { Card } from '@/ui/card/Card';
import { Guarded } from '@/ui/guarded/Guarded';
import { Loaded } from '@/ui/loaded/Loaded';
import { Skeleton } from '@/ui/skeleton/Skeleton';
import { TextField } from '@/ui/text-field/TextField';
import { AccountRow } from './AccountRow';
import styles from './Operator.module.css';
import { useAccounts } from './use-users';

/** The delay between the last key and the search. */
const TYPING_MS = 250;

export function UsersSection() {
  const text = useText();
  const failureText = useFailureText();
  const [typed, setTyped] = useState('');
  const query = useSettled(typed.trim());
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useAccounts(query);
  const accounts = useDeferredValue(data?.pages.flat());

  return (
    <Card title="operator.users" id="operator-users">
      <TextField
        type="search"
        label={text('operator.users.search')}
        hint={text('operator.users.search.hint')}
        value={typed}
        onChange={setTyped}
        autoComplete="off"
        prefix={<Search size={17} aria-hidden="true" />}
      />
      <Loaded query={{ data: accounts, error, refetch }} failureOf={failureText} waiting={<UsersSkeleton />}>
        {(found) => (
          <>
            <div role="status">
              {found.length === 0 && (
                <p className={styles.words}>
                  <T id="operator.users.none" />
                </p>
              )}
            </div>
            {found.length > 0 && (
              <ul className={styles.list} aria-labelledby="operator-users" onKeyDown={arrowFocus}>
                {found.map((account) => (
                  <Guarded key={account.user.id} of={account} text={account.user.username}>
                    <AccountRow account={account} />
                  </Guarded>
                ))}
              </ul>
            )}
          </>
        )}
      </Loaded>
      {hasNextPage && (
        <div className={styles.more}>
          <Button isPending={isFetchingNextPage} onPress={() => void fetchNextPage()}>
            <T id="operator.users.more" />
          </Button>
        </div>
      )}
    </Card>
  );
}

/** The value once it has rested for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), TYPING_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

function UsersSkeleton() {
  return (
    <div className={styles.skeletons}>
      {['a', 'b', 'c'].map((key) => (
        <Skeleton key={key} height="3.25rem" radius="m" />
      ))}
    </div>
  );
}
