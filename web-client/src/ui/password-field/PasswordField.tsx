/** A password field that allows pasting, password managers and revealing the text. */
import { Eye, EyeOff } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useText } from '@/i18n';
import { TextField } from '../text-field/TextField';
import styles from './PasswordField.module.css';

interface Props {
  autoComplete: 'current-password' | 'new-password';
  name?: string;
  label?: string;
  hint?: ReactNode;
  autoFocus?: boolean;
}

export function PasswordField({ autoComplete, name = 'password', label, hint, autoFocus = false }: Props) {
  const text = useText();
  const [shown, setShown] = useState(false);
  return (
    <TextField
      name={name}
      label={label ?? text('auth.password')}
      hint={hint}
      type={shown ? 'text' : 'password'}
      autoComplete={autoComplete}
      isRequired
      maxLength={128}
      autoFocus={autoFocus}
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
