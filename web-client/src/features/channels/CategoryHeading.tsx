/** The name of a category; collapses its channels. */
import { ChevronDown } from 'lucide-react';
import type { Channel } from '@/api';
import { useRowMenu } from '@/ui/menu/use-row-menu';
import shared from '@/ui/shared.module.css';
import type { ChannelAction } from './ChannelDialogs';
import styles from './ChannelList.module.css';
import { ItemMenu } from './ItemMenu';
import type { Steps } from './use-step';

interface Props {
  category: Channel;
  isFolded: boolean;
  onToggle: () => void;
  mayManage: boolean;
  steps: Steps;
  onAction: (action: ChannelAction) => void;
}

export function CategoryHeading({ category, isFolded, onToggle, mayManage, steps, onAction }: Props) {
  const { context, menu } = useRowMenu();
  return (
    <div className={shared.row} data-menu={menu.isOpen || undefined}>
      <button type="button" className={styles.fold} aria-expanded={!isFolded} onClick={onToggle} {...context}>
        <ChevronDown aria-hidden="true" />
        <span className={styles.name}>{category.name}</span>
      </button>
      <span className={shared.more} data-no-arrow>
        <ItemMenu channel={category} mayManage={mayManage} steps={steps} {...menu} onAction={onAction} />
      </span>
    </div>
  );
}
