/** The state of a menu that opens from a button of a row, and at the pointer from the row itself. */
import { useState } from 'react';
import { useContextTrigger } from './use-context-trigger';

export function useRowMenu() {
  const [isOpen, setOpen] = useState(false);
  const [point, setPoint] = useState<{ x: number; y: number } | null>(null);
  const context = useContextTrigger((anchor) => {
    setPoint(anchor.point);
    setOpen(true);
  });
  const onOpenChange = (open: boolean) => {
    // While it fades out it keeps its position.
    if (open) setPoint(null);
    setOpen(open);
  };
  return { context, menu: { isOpen, point, onOpenChange } };
}
