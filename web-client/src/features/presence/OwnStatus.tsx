/** The user's own presence: online, idle, do not disturb, invisible; and a custom status that may expire. */
import { MessageCircle, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import type { CurrentUser } from '@/api';
import { useText } from '@/i18n';
import { useCustomStatus, useOwnWord, useStatusChoice } from '@/store/selectors';
import { STATUS_CHOICES } from '@/store/users/own-status';
import { ActionMenu, MenuGroup, MenuItem, MenuSeparator } from '@/ui/menu/Menu';
import { onDemand } from '@/ui/on-demand/on-demand';
import { PresenceDot } from '@/ui/presence-dot/PresenceDot';
import { OwnAvatar } from './OwnAvatar';
import styles from './OwnStatus.module.css';
import { useOwnStatus } from './use-own-status';

/** A dialog that loads independently of the log. */
const CustomStatusDialog = onDemand(async () => (await import('./CustomStatusDialog')).CustomStatusDialog);

export function OwnStatus({ me }: { me: CurrentUser }) {
  const text = useText();
  const choice = useStatusChoice();
  const words = useCustomStatus(me.id);
  const { choose, clear } = useOwnStatus();
  const [writing, setWriting] = useState(false);
  const word = text(`presence.${useOwnWord()}`);
  return (
    <>
      <ActionMenu
        label={text('ownStatus.menu')}
        placement="top start"
        opener={
          <Button className={styles.opener} aria-label={text('ownStatus.label', { status: word })}>
            <OwnAvatar me={me} />
          </Button>
        }
      >
        <MenuGroup
          title={text('ownStatus.menu')}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[choice]}
        >
          {STATUS_CHOICES.map((one) => (
            <MenuItem
              key={one}
              id={one}
              icon={
                <span className={styles.shape} aria-hidden="true">
                  <PresenceDot status={one === 'invisible' ? 'offline' : one} />
                </span>
              }
              text={text(`presence.${one}`)}
              detail={text(`ownStatus.${one}.words`)}
              needsConnection
              onAction={() => void choose(one)}
            />
          ))}
        </MenuGroup>
        <MenuSeparator />
        <MenuItem
          icon={<MessageCircle />}
          text={text(words === '' ? 'ownStatus.set' : 'ownStatus.change')}
          detail={words === '' ? undefined : words}
          needsConnection
          onAction={() => setWriting(true)}
        />
        {words !== '' && (
          <MenuItem
            icon={<X />}
            text={text('ownStatus.clear')}
            needsConnection
            onAction={() => void clear()}
          />
        )}
      </ActionMenu>
      <CustomStatusDialog me={me} isOpen={writing} onClose={() => setWriting(false)} />
    </>
  );
}
