/** A password that can be pasted, kept by a password manager and looked at. */
import { Eye, EyeOff } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useText } from '@/i18n';
import { TextField } from '@/ui/text-field/TextField';
import styles from './AuthLayout.module.css';

interface Props {
  autoComplete: 'current-password' | 'new-password';
  hint?: ReactNode;
}

export function PasswordField({ autoComplete, hint }: Props) {
  const text = useText();
  const [shown, setShown] = useState(false);
  return (
    <TextField
      name="password"
      label={text('auth.password')}
      hint={hint}
      type={shown ? 'text' : 'password'}
      autoComplete={autoComplete}
      isRequired
      maxLength={128}
      suffix={
        <Button
          slot={null}
          className={styles.show}
          aria-label={text(shown ? 'auth.password.hide' : 'auth.password.show')}
          onPress={() => setShown(!shown)}
        >
          {shown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
        </Button>
      }
    />
  );
}
