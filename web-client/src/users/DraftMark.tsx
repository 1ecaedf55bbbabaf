/** Marks a channel with unsent text. */
import { PencilLine } from 'lucide-react';
import { useText } from '@/i18n';
import { VisuallyHidden } from '@/ui/visually-hidden/VisuallyHidden';

export function DraftMark() {
  const text = useText();
  return (
    <>
      <PencilLine size={14} aria-hidden="true" />
      <VisuallyHidden>, {text('channel.draft')}</VisuallyHidden>
    </>
  );
}
