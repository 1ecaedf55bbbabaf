/** Gives a textarea the height of its text, in browsers that do not do it themselves. */
import { type RefObject, useLayoutEffect } from 'react';

const grows = () => globalThis.CSS?.supports?.('field-sizing', 'content') ?? true;

export function useGrowingField(field: RefObject<HTMLTextAreaElement | null>, content: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height is that of the text
  useLayoutEffect(() => {
    const element = field.current;
    if (element === null || grows()) return;
    element.style.height = 'auto';
    // The borders are not part of the scrolled area.
    element.style.height = `${element.scrollHeight + element.offsetHeight - element.clientHeight}px`;
  }, [field, content]);
}
