/** A labelled line (or lines) of text, with a hint and the problem below it. */
import type { ReactNode, Ref } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField as AriaTextField, type TextFieldProps } from 'react-aria-components/TextField';
import styles from './TextField.module.css';

interface Props extends Omit<TextFieldProps, 'className' | 'style' | 'children'> {
  label: string;
  hint?: ReactNode;
  /** Rows of a text of several lines; without it the field has one line. */
  rows?: number;
  prefix?: ReactNode;
  suffix?: ReactNode;
  inputRef?: Ref<HTMLInputElement>;
}

export function TextField({ label, hint, rows, prefix, suffix, inputRef, ...rest }: Props) {
  return (
    <AriaTextField {...rest} className={styles.field}>
      <Label className={styles.label}>{label}</Label>
      {rows === undefined ? (
        <div className={styles.box}>
          {prefix}
          <Input ref={inputRef} className={styles.input} />
          {suffix}
        </div>
      ) : (
        <TextArea className={`${styles.box} ${styles.area}`} rows={rows} />
      )}
      {hint !== undefined && (
        <Text slot="description" className={styles.hint}>
          {hint}
        </Text>
      )}
      <FieldError className={styles.error} />
    </AriaTextField>
  );
}
