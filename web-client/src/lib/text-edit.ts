/** Changes the text of a field as typing would, so that undo covers it. */

/** The difference between two texts: the range in the first, and its replacement in the second. */
export function difference(before: string, after: string): { from: number; to: number; text: string } {
  const most = Math.min(before.length, after.length);
  let from = 0;
  while (from < most && before[from] === after[from]) from += 1;
  let tail = 0;
  while (tail < most - from && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  return { from, to: before.length - tail, text: after.slice(from, after.length - tail) };
}

/** Sets the text and selection of a field, which fires its `input` event. */
export function typeInto(field: HTMLTextAreaElement, text: string, start: number, end = start): void {
  const change = difference(field.value, text);
  field.focus();
  if (change.from !== change.to || change.text !== '') {
    field.setSelectionRange(change.from, change.to);
    // The only way that supports the browser's own undo; it only ever inserts characters.
    const isDone =
      change.text === ''
        ? document.execCommand?.('delete')
        : document.execCommand?.('insertText', false, change.text);
    if (!isDone || field.value !== text) {
      field.setRangeText(text, 0, field.value.length, 'end');
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }
  }
  field.setSelectionRange(start, end);
}
