/** Copying across messages yields authors and texts instead of the page's own text. */
import { type ClipboardEvent, useCallback } from 'react';
import { useClient } from '@/client/context';
import { useFormats, useText } from '@/i18n';
import { displayName, nameOf } from '@/store/selectors';
import { asText, selectedRows } from './copied';
import type { Item } from './items';
import { writtenOf } from './use-message-actions';
import { rowId } from './use-roving-messages';

export function useCopying(guildId: string | undefined, items: readonly Item[]) {
  const client = useClient();
  const text = useText();
  const { formatDate } = useFormats();
  return useCallback(
    (event: ClipboardEvent<HTMLElement>) => {
      const rows = selectedRows(event.currentTarget);
      if (rows.length < 2) return;
      const state = client.store.getState();
      const copied = asText(
        items.filter(({ key }) => rows.includes(rowId(key))),
        {
          nameOf: ({ message: { author } }) =>
            nameOf(state, guildId, author.id, text('user.gone')) || displayName(author),
          timeOf: (time) => formatDate(time, { dateStyle: 'medium', timeStyle: 'short' }),
          contentOf: ({ message }) => writtenOf(client, message),
        },
      );
      event.preventDefault();
      event.clipboardData.setData('text/plain', copied);
    },
    [guildId, items, text, formatDate, client],
  );
}
