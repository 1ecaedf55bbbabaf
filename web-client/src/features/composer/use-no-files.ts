/** Files that are dropped or pasted cannot be sent yet: says so, and keeps the browser from leaving the page for them. */
import { useEffect } from 'react';
import { useText } from '@/i18n';
import { showToast } from '@/ui/toast/toast';

const hasFiles = (transfer: DataTransfer | null): boolean => transfer?.types.includes('Files') ?? false;
const hasText = (transfer: DataTransfer | null): boolean => transfer?.types.includes('text/plain') ?? false;

export function useNoFiles(): void {
  const text = useText();
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'none';
    };
    const refuse = (event: Event, transfer: DataTransfer | null) => {
      if (!hasFiles(transfer) || event.defaultPrevented) return;
      event.preventDefault();
      showToast({ text: text('composer.noFiles') });
    };
    const drop = (event: DragEvent) => refuse(event, event.dataTransfer);
    // Programs that copy text and an image of it want the text to be pasted.
    const paste = (event: ClipboardEvent) => {
      if (!hasText(event.clipboardData)) refuse(event, event.clipboardData);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('drop', drop);
    window.addEventListener('paste', paste);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('drop', drop);
      window.removeEventListener('paste', paste);
    };
  }, [text]);
}
