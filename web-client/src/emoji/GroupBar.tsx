/** Leads to a section of the picker. One stop of Tab; the arrows move in it. */
import {
  Apple,
  Cat,
  Clock,
  Flag,
  Hand,
  Heart,
  Lightbulb,
  type LucideIcon,
  Plane,
  Smile,
  Volleyball,
} from 'lucide-react';
import { Toolbar } from 'react-aria-components/Toolbar';
import { useText } from '@/i18n';
import { IconButton } from '@/ui/icon-button/IconButton';
import styles from './EmojiPicker.module.css';
import { SECTIONS, type SectionId } from './use-sections';

const ICONS: Record<SectionId, LucideIcon> = {
  frequent: Clock,
  smileys: Smile,
  persons: Hand,
  animals: Cat,
  food: Apple,
  travel: Plane,
  activities: Volleyball,
  objects: Lightbulb,
  symbols: Heart,
  flags: Flag,
};

interface Props {
  isShown: boolean;
  onPress: (section: SectionId) => void;
}

export function GroupBar({ isShown, onPress }: Props) {
  const text = useText();
  if (!isShown) return null;
  return (
    <Toolbar className={styles.groups} aria-label={text('emoji.groups')}>
      {SECTIONS.map((section) => {
        const Icon = ICONS[section];
        return (
          <IconButton
            key={section}
            size="small"
            label={text(`emoji.group.${section}`)}
            icon={<Icon aria-hidden="true" />}
            onPress={() => onPress(section)}
          />
        );
      })}
    </Toolbar>
  );
}
