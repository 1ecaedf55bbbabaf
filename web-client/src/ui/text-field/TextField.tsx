/** A labelled line (or lines) of text, with a hint and the problem below it. */
import type { FormEvent, ReactNode, Ref } from 'react';
import { FieldError, type FieldErrorRenderProps } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField as AriaTextField, type TextFieldProps } from 'react-aria-components/TextField';
import { useText } from '@/i18n';
import styles from './TextField.module.css';

type ValidationResult = Pick<FieldErrorRenderProps, 'validationDetails' | 'validationErrors'>;

interface Props extends Omit<TextFieldProps, 'className' | 'style' | 'children'> {
  label: string;
  hint?: ReactNode;
  /** Rows of a text of several lines; without it the field has one line. */
  rows?: number;
  prefix?: ReactNode;
  suffix?: ReactNode;
  inputRef?: Ref<HTMLInputElement>;
}

/** Validation messages of the browser, in the client's language. */
function ownWords(
  text: ReturnType<typeof useText>,
  { validationDetails, validationErrors }: ValidationResult,
) {
  if (validationDetails.customError) return validationErrors.join(' ');
  if (validationDetails.valueMissing) return text('error.field.required');
  if (validationDetails.typeMismatch) return text('error.field.email');
  if (validationDetails.tooShort) return text('error.field.tooShort');
  return text('error.field.format');
}

/**
 * A problem disappears on input. If it disappeared on blur, the button below would move under the pointer that is
 * pressing it, and the press would be lost.
 */
function judgeAgain({ currentTarget: field }: FormEvent<HTMLInputElement>): void {
  if (field.getAttribute('aria-invalid') === 'true') field.dispatchEvent(new Event('change'));
}

export function TextField({ label, hint, rows, prefix, suffix, inputRef, ...rest }: Props) {
  const text = useText();
  const problemOf = (result: ValidationResult) => ownWords(text, result);
  return (
    <AriaTextField onInput={judgeAgain} {...rest} className={styles.field}>
      <Label className={styles.label}>{label}</Label>
      {rows === undefined ? (
        <div className={styles.box}>
          {prefix}
          <Input ref={inputRef} dir="auto" className={styles.input} />
          {suffix}
        </div>
      ) : (
        <TextArea dir="auto" className={`${styles.box} ${styles.area}`} rows={rows} />
      )}
      {hint !== undefined && (
        <Text slot="description" className={styles.hint}>
          {hint}
        </Text>
      )}
      <FieldError className={styles.error}>{problemOf}</FieldError>
    </AriaTextField>
  );
}
