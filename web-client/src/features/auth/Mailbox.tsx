/** Says that an email is on its way, and what to do if it does not arrive. Takes the focus, since the form is gone. */
import { type ReactNode, useEffect, useRef } from 'react';
import { AuthLayout } from './AuthLayout';
import styles from './AuthLayout.module.css';

interface Props {
  icon: ReactNode;
  title: ReactNode;
  words: ReactNode;
  /** What to do if no email arrives. */
  again?: ReactNode;
  children?: ReactNode;
}

export function Mailbox({ icon, title, words, again, children }: Props) {
  const message = useRef<HTMLDivElement>(null);
  useEffect(() => message.current?.focus(), []);
  return (
    <AuthLayout title={title}>
      <div ref={message} className={styles.message} role="status" tabIndex={-1}>
        <span className={styles.icon} aria-hidden="true">
          {icon}
        </span>
        <p>{words}</p>
        {again !== undefined && <p className={styles.again}>{again}</p>}
      </div>
      {children}
    </AuthLayout>
  );
}
