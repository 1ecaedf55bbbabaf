/**
 * The profile card, beside the name or avatar that was pressed; a sheet on phones. Name, avatar and status come from
 * the live state and change while the card is open; the rest is fetched.
 */
import { useRouter } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';
import { useClient } from '@/client/context';
import { useText } from '@/i18n';
import { useDisplayName } from '@/store/selectors';
import { closeProfile, type ShownProfile } from '@/store/users/profile-card';
import { Dialog, DialogBody } from '@/ui/dialog/Dialog';
import { Guarded } from '@/ui/guarded/Guarded';
import { Profile } from './Profile';
import styles from './Profile.module.css';

/** Height of the popover's own padding and borders. */
const BORDERS = 2;

interface Props {
  isOpen: boolean;
  shown: ShownProfile | null;
  asSheet: boolean;
}

export function ProfileCard({ shown, asSheet }: Props) {
  useCloseOnLeaving();
  if (shown === null) return null;
  const content = (
    <Guarded of={shown}>
      <Profile userId={shown.userId} guildId={shown.guildId} />
    </Guarded>
  );
  return asSheet ? <Sheet shown={shown}>{content}</Sheet> : <Beside shown={shown}>{content}</Beside>;
}

interface FrameProps {
  shown: ShownProfile;
  children: ReactNode;
}

function Sheet({ shown, children }: FrameProps) {
  const client = useClient();
  return (
    <Dialog isOpen onClose={() => closeProfile(client)} title={useTitle(shown)} worksOffline>
      <DialogBody>{children}</DialogBody>
    </Dialog>
  );
}

function Beside({ shown, children }: FrameProps) {
  const client = useClient();
  const trigger = useRef<Element>(shown.beside);
  trigger.current = shown.beside;
  const { setContent, height } = useContentHeight();
  return (
    <Popover
      className={styles.popover}
      triggerRef={trigger}
      isOpen
      onOpenChange={(open) => !open && closeProfile(client)}
      placement="right top"
      offset={8}
      maxHeight={height}
    >
      <AriaDialog aria-label={useTitle(shown)}>
        <div ref={setContent} className={styles.card}>
          {children}
        </div>
      </AriaDialog>
    </Popover>
  );
}

/** The popover is repositioned when its content has grown: it is as tall as its content, if there is room. */
function useContentHeight() {
  const [content, setContent] = useState<HTMLDivElement | null>(null);
  const [height, setHeight] = useState<number>();
  useEffect(() => {
    if (content === null || typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(() => setHeight(content.offsetHeight + BORDERS));
    observer.observe(content);
    return () => observer.disconnect();
  }, [content]);
  return { setContent, height };
}

function useTitle({ userId, guildId }: ShownProfile): string {
  const text = useText();
  return text('profile.title', { name: useDisplayName(guildId, userId) });
}

/** Navigating away closes the card. */
function useCloseOnLeaving(): void {
  const client = useClient();
  const router = useRouter();
  useEffect(() => router.subscribe('onBeforeNavigate', () => closeProfile(client)), [router, client]);
}
