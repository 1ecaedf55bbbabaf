/**
 * Every text of the interface. Ukrainian and English, ICU messages, one catalogue per locale, lazily loaded in three
 * parts.
 *
 * A text is named by a typed `MessageId`: a missing one does not compile. `<T>` renders it, `useText()` gives a
 * function for attributes. Dates, numbers and lists come from `useFormats()`, in the reader's language.
 */
import { type ReactNode, useEffect } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { FormattedMessage, IntlProvider, type IntlShape, useIntl } from 'react-intl';
import { useStore } from 'zustand';
import { type Catalogue, catalogueStore, loadTexts, type MessageId } from './catalogue';
import { type Locale, localeStore } from './locale';
import { useTimeZone } from './use-time-zone';

export { type Catalogue, type MessageId, withChatTexts, withLaterTexts } from './catalogue';
export { LOCALES, type Locale, localeStore } from './locale';
export { useTimeZone, useToday } from './use-time-zone';

type PlainValues = Record<string, string | number | boolean | Date | null | undefined>;
type RichValues = Record<string, ReactNode | Date | ((parts: ReactNode[]) => ReactNode)>;
export type Text = (id: MessageId, values?: PlainValues) => string;

/** The tag for `Intl` and for the document; 24-hour time in English too. */
const TAGS: Record<Locale, string> = { uk: 'uk-UA', en: 'en-GB' };

interface MessagesProps {
  locale: Locale;
  messages: Catalogue;
  children: ReactNode;
}

/** Gives a loaded catalogue to everything below. */
export function Messages({ locale, messages, children }: MessagesProps) {
  return (
    <IntlProvider locale={TAGS[locale]} messages={messages} timeZone={useTimeZone()}>
      <I18nProvider locale={locale === 'uk' ? 'uk-UA' : 'en-US'}>{children}</I18nProvider>
    </IntlProvider>
  );
}

/** Loads the chosen language and changes it without a reload; renders nothing until the first one has loaded. */
export function LocaleProvider({ children }: { children: ReactNode }) {
  const wanted = useStore(localeStore, (state) => state.locale);
  const loaded = useStore(catalogueStore, (state) => state.loaded);

  useEffect(() => void loadTexts(wanted), [wanted]);
  useEffect(() => {
    if (loaded !== null) document.documentElement.lang = loaded.locale;
  }, [loaded]);

  if (loaded === null) return null;
  return (
    <Messages locale={loaded.locale} messages={loaded.messages}>
      {children}
    </Messages>
  );
}

/** A text, with values or elements put into its places. */
export function T({ id, values }: { id: MessageId; values?: RichValues }) {
  return <FormattedMessage id={id} values={values as Record<string, ReactNode>} />;
}

/** A function that gives texts as strings, for labels and attributes. */
export function useText(): Text {
  const intl = useIntl();
  return (id, values) => intl.formatMessage({ id }, values);
}

/** Dates, numbers and lists in the reader's language. */
export function useFormats(): Pick<
  IntlShape,
  'formatDate' | 'formatTime' | 'formatNumber' | 'formatRelativeTime' | 'formatList'
> {
  return useIntl();
}
