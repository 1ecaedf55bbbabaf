/** The client's own texts by their ids, so that a test finds a control by its accessible name. */
import { createIntl } from 'react-intl';
import en from '../../src/i18n/en.json' with { type: 'json' };
import uk from '../../src/i18n/uk.json' with { type: 'json' };

export const LOCALES = ['en', 'uk'] as const;
export type Locale = (typeof LOCALES)[number];
export type MessageId = keyof typeof en;
export type Words = (id: MessageId, values?: Record<string, string | number>) => string;

export function wordsOf(locale: Locale): Words {
  const intl = createIntl(
    locale === 'en' ? { locale: 'en-GB', messages: en } : { locale: 'uk-UA', messages: uk },
  );
  return (id, values) => intl.formatMessage({ id }, values);
}
