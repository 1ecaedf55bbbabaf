/** A quiet line above the log while the address is unconfirmed, where email can be sent at all. */
import { X } from 'lucide-react';
import { useState } from 'react';
import { useSession } from '@/api/use-session';
import { T, useText } from '@/i18n';
import { Button } from '@/ui/button/Button';
import { IconButton } from '@/ui/icon-button/IconButton';
import styles from './EmailBanner.module.css';
import { useResend, useSendsMail } from './use-mail';

export function EmailBanner() {
  const { user } = useSession();
  const sendsMail = useSendsMail();
  const [closed, setClosed] = useState(false);
  if (user === null || user.verified || user.email === null || !sendsMail || closed) return null;
  return <Line email={user.email} onClose={() => setClosed(true)} />;
}

function Line({ email, onClose }: { email: string; onClose: () => void }) {
  const text = useText();
  const resend = useResend(email);
  return (
    <div className={styles.banner}>
      <p className={styles.words} role="status">
        {resend.failure ?? <T id="settings.email.banner" values={{ email: <strong>{email}</strong> }} />}
      </p>
      <Button size="small" variant="quiet" isPending={resend.pending} onPress={resend.run}>
        <T id="settings.email.resend" />
      </Button>
      <IconButton size="small" label={text('common.close')} icon={<X />} onPress={onClose} />
    </div>
  );
}
