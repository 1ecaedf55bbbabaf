/** What helps to write: the formats of a selection, and emoji. */
import type { RefObject } from 'react';
import { EmojiButton } from '@/emoji/EmojiButton';
import { onDemand } from '@/ui/on-demand/on-demand';

const FormatBar = onDemand(async () => (await import('./FormatBar')).FormatBar);

interface Props {
  field: RefObject<HTMLTextAreaElement | null>;
  content: string;
  write: (next: string, start: number, end?: number) => void;
  isSelected: boolean;
  isPreviewing: boolean;
  onPreview: () => void;
}

export function FieldTools({ isSelected, ...rest }: Props) {
  const { field, content, write } = rest;
  const insert = (emoji: string) => {
    const at = field.current?.selectionEnd ?? content.length;
    write(content.slice(0, at) + emoji + content.slice(at), at + emoji.length);
  };
  return (
    <>
      {isSelected && <FormatBar isOpen {...rest} />}
      <EmojiButton onChoose={insert} />
    </>
  );
}
