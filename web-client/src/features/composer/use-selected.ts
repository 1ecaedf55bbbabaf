/** Whether some of the text is selected, while the focus is in the composer. */
import { type FocusEvent, type SyntheticEvent, useState } from 'react';

export function useSelected() {
  const [isSome, setSome] = useState(false);
  return {
    isSome,
    onSelect: ({ currentTarget }: SyntheticEvent<HTMLTextAreaElement>) =>
      setSome(currentTarget.selectionStart !== currentTarget.selectionEnd),
    onBlur: ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) => {
      if (!currentTarget.contains(relatedTarget)) setSome(false);
    },
  };
}
