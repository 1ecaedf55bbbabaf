/** Texts outside of React, such as system notifications, in the current language. */
import { createIntl } from 'react-intl';
import type { Text } from '.';
import { catalogueStore } from './catalogue';

export const textOutside: Text = (id, values) => {
  const { loaded } = catalogueStore.getState();
  if (loaded === null) return '';
  return createIntl({ locale: loaded.locale, messages: loaded.messages }).formatMessage({ id }, values);
};
