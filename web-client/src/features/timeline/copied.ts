/** Several messages as text: author and time once per run of messages, then the contents. */
import { type Item, timeOf } from './items';

interface Words {
  nameOf: (item: Item) => string;
  timeOf: (time: Date) => string;
  contentOf: (item: Item) => string;
}

export function asText(items: readonly Item[], words: Words): string {
  return items
    .map((item, index) => {
      const content = words.contentOf(item);
      if (item.grouped && index > 0) return content;
      const head = `${words.nameOf(item)}, ${words.timeOf(timeOf(item.message))}`;
      return `${index > 0 ? '\n' : ''}${head}\n${content}`;
    })
    .join('\n');
}

/** The rows that a selection touches. */
export function selectedRows(log: Element): readonly string[] {
  const selection = document.getSelection();
  if (selection === null || selection.isCollapsed) return [];
  return [...log.querySelectorAll('article')]
    .filter((row) => selection.containsNode(row, true))
    .map(({ id }) => id);
}
