/** A button that opens the picker and inserts an emoji into a text. The picker loads at the first sign of its use. */
import { Smile } from 'lucide-react';
import { useRef, useState } from 'react';
import { useClient } from '@/client/context';
import { useText } from '@/i18n';
import { noteEmojiUse } from '@/store/emoji/frequent';
import { IconButton } from '@/ui/icon-button/IconButton';
import { onDemand } from '@/ui/on-demand/on-demand';
import { prepareEmoji } from './use-emoji';

const load = async () => (await import('./EmojiPicker')).EmojiPicker;
const EmojiPicker = onDemand(load);

const AFTER_CLOSING_MS = 50;

function prepare() {
  prepareEmoji();
  void load().catch(() => undefined);
}

interface Props {
  onChoose: (emoji: string) => void;
}

export function EmojiButton({ onChoose }: Props) {
  const client = useClient();
  const text = useText();
  const [isOpen, setOpen] = useState(false);
  const place = useRef<HTMLSpanElement>(null);
  return (
    <span ref={place}>
      <IconButton
        label={text('composer.emoji')}
        icon={<Smile aria-hidden="true" />}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onHoverStart={prepare}
        onFocus={prepare}
        onPress={() => setOpen(true)}
      />
      <EmojiPicker
        isOpen={isOpen}
        label={text('emoji.pick')}
        beside={place}
        onClose={() => setOpen(false)}
        onChoose={(emoji) => {
          noteEmojiUse(client, emoji);
          // The picker gives the focus back to the button first.
          setTimeout(() => onChoose(emoji), AFTER_CLOSING_MS);
        }}
      />
    </span>
  );
}
