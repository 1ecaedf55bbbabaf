/** Texts for what is not drawn by React: notifications of the system. In the language that is in force now. */
import { createIntl } from 'react-intl';
import { catalogueStore, type MessageId } from './catalogue';

export function textOutside(id: MessageId, values?: Record<string, string | number>): string {
  const { loaded } = catalogueStore.getState();
  if (loaded === null) return '';
  return createIntl({ locale: loaded.locale, messages: loaded.messages }).formatMessage({ id }, values);
}
