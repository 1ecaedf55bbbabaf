/** Texts for what is not drawn by React: notifications of the system. In the language that is in force now. */
import { createIntl } from 'react-intl';
import type { Text } from '.';
import { catalogueStore } from './catalogue';

export const textOutside: Text = (id, values) => {
  const { loaded } = catalogueStore.getState();
  if (loaded === null) return '';
  return createIntl({ locale: loaded.locale, messages: loaded.messages }).formatMessage({ id }, values);
};
