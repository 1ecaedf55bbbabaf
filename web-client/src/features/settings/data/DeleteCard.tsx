/** Deleting the account. It states what is deleted and what remains, and cannot be done by accident. */
import { useState } from 'react';
import type { CurrentUser } from '@/api';
import { T } from '@/i18n';
import { Button } from '@/ui/button/Button';
import { Card } from '@/ui/card/Card';
import styles from '../Settings.module.css';
import { DeleteDialog } from './DeleteDialog';

export function DeleteCard({ me }: { me: CurrentUser }) {
  const [asking, setAsking] = useState(false);
  return (
    <Card title="settings.delete" words={<T id="settings.delete.words" />}>
      <div className={styles.buttons}>
        <Button variant="danger" onPress={() => setAsking(true)}>
          <T id="settings.delete.begin" />
        </Button>
      </div>
      <DeleteDialog me={me} isOpen={asking} onClose={() => setAsking(false)} />
    </Card>
  );
}
