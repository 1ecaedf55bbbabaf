/** Formats of the selection, above the field and after it in the order of Tab. */
import {
  Bold,
  Code,
  Eye,
  EyeOff,
  Italic,
  Link,
  type LucideIcon,
  Quote,
  Strikethrough,
  VenetianMask,
} from 'lucide-react';
import type { RefObject } from 'react';
import { Toolbar } from 'react-aria-components/Toolbar';
import { useText } from '@/i18n';
import type { ActionId } from '@/keyboard/bindings';
import { shownShortcut } from '@/keyboard/custom-keys';
import { IconButton } from '@/ui/icon-button/IconButton';
import styles from './Composer.module.css';
import { FORMATS, type Format, formatted } from './formats';

const ICONS: Record<Format, LucideIcon> = {
  bold: Bold,
  italic: Italic,
  strike: Strikethrough,
  code: Code,
  quote: Quote,
  link: Link,
  spoiler: VenetianMask,
};

const KEYS: Partial<Record<Format, ActionId>> = {
  bold: 'composer.bold',
  italic: 'composer.italic',
  strike: 'composer.strike',
};

interface Props {
  isOpen: boolean;
  field: RefObject<HTMLTextAreaElement | null>;
  content: string;
  write: (next: string, start: number, end: number) => void;
  isPreviewing: boolean;
  onPreview: () => void;
}

export function FormatBar({ field, content, write, isPreviewing, onPreview }: Props) {
  const text = useText();
  const apply = (format: Format) => {
    if (field.current === null) return;
    const { selectionStart: start, selectionEnd: end } = field.current;
    const next = formatted(format, { content, start, end });
    write(next.content, next.start, next.end);
  };
  const Preview = isPreviewing ? EyeOff : Eye;
  return (
    <Toolbar className={styles.formats} aria-label={text('composer.format')}>
      {FORMATS.map((format) => {
        const Icon = ICONS[format];
        const action = KEYS[format];
        return (
          <IconButton
            key={format}
            size="small"
            label={text(`composer.format.${format}`)}
            keys={action && shownShortcut(action)}
            icon={<Icon aria-hidden="true" />}
            preventFocusOnPress
            onPress={() => apply(format)}
          />
        );
      })}
      <IconButton
        size="small"
        label={text('composer.preview')}
        keys={shownShortcut('composer.preview')}
        icon={<Preview aria-hidden="true" />}
        aria-pressed={isPreviewing}
        preventFocusOnPress
        onPress={onPreview}
      />
    </Toolbar>
  );
}
