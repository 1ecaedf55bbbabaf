/**
 * The target of links in emails. The action requires a press of the button, so that programs that merely open
 * links, such as mail scanners, do not use them up.
 */
import { useState } from 'react';
import { T } from '@/i18n';
import type { LinkKind } from '@/lib/link-token';
import { AuthLayout } from '../AuthLayout';
import { ConfirmLink } from './ConfirmLink';
import { DeadLink, MissingLink } from './DeadLink';
import { DoneLink } from './DoneLink';
import { NewPassword } from './NewPassword';

interface Props {
  kind: LinkKind;
  /** Null if the page was opened without one, as after a reload. */
  token: string | null;
  /** The link is no longer valid. */
  onSpent: () => void;
  /** The account exists and is signed in. */
  onRegistered: () => Promise<void>;
}

export function LinkPage({ kind, token, onSpent, onRegistered }: Props) {
  const [state, setState] = useState<{ of: string; is: 'dead' | 'done' }>();
  // The state of one link must not carry over to the next one opened here.
  const is = state !== undefined && (token === null || state.of === token) ? state.is : undefined;

  if (is === 'done' && kind !== 'register') return <DoneLink kind={kind} />;
  if (is === 'dead') return <DeadLink kind={kind} />;
  if (token === null) return <MissingLink />;

  const onDone = async () => {
    setState({ of: token, is: 'done' });
    onSpent();
    if (kind === 'register') await onRegistered();
  };
  const onDead = () => {
    setState({ of: token, is: 'dead' });
    onSpent();
  };
  const props = { token, onDone, onDead };
  return (
    <AuthLayout title={<T id={`link.${kind}.title`} />} words={<T id={`link.${kind}.words`} />}>
      {kind === 'reset' ? <NewPassword {...props} /> : <ConfirmLink kind={kind} {...props} />}
    </AuthLayout>
  );
}
