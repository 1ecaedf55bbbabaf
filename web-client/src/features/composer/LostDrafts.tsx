/** Offers the draft of a channel that is gone: to copy, to move into the open channel, or to discard. */
import { useStore } from 'zustand';
import type { Client } from '@/client/client';
import { useClient } from '@/client/context';
import { dropSend } from '@/gateway';
import { T, useText } from '@/i18n';
import { focusRegion } from '@/keyboard/regions';
import { returnText } from '@/store/composer/composer-state';
import { useObstacle } from '@/store/dms/selectors';
import { dropLostDraft, type LostDraft, lostDrafts, restoreLostDraft } from '@/store/drafts/lost';
import { useCan } from '@/store/selectors';
import { Button } from '@/ui/button/Button';
import { showToast } from '@/ui/toast/toast';
import styles from './LostDrafts.module.css';

export function LostDrafts({ channelId }: { channelId: string | undefined }) {
  const client = useClient();
  const text = useText();
  const [draft] = useStore(lostDrafts(client), (state) => state.found);
  const maySend = useCan(channelId, 'sendMessages');
  const isFree = useObstacle(channelId ?? '') === null;
  if (draft === undefined) return null;

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(draft.content);
      showToast({ text: text('common.copied') });
    } catch {
      showToast({ text: text('timeline.failed.action') });
    }
  };
  const move = (to: string) => {
    returnText(client, to, draft.content);
    drop(client, draft);
    focusRegion('composer');
  };
  const discard = () => {
    drop(client, draft);
    focusRegion('composer');
    showToast({
      text: text('lostDraft.discarded'),
      action: { text: text('unread.undo'), onPress: () => restoreLostDraft(client, draft) },
    });
  };

  return (
    <section className={styles.lost} aria-label={text('lostDraft.label')}>
      <div className={styles.words}>
        <p role="status">
          {draft.place === null ? (
            <T id="lostDraft.somewhere" />
          ) : (
            <T id="lostDraft.words" values={{ channel: <strong>#{draft.place.channel}</strong> }} />
          )}
        </p>
        <blockquote className={styles.text} dir="auto">
          {draft.content}
        </blockquote>
      </div>
      <div className={styles.actions}>
        <Button size="small" onPress={() => void copy()}>
          <T id="lostDraft.copy" />
        </Button>
        {channelId !== undefined && maySend && isFree && (
          <Button size="small" onPress={() => move(channelId)}>
            <T id="lostDraft.move" />
          </Button>
        )}
        <Button size="small" variant="quiet" onPress={discard}>
          <T id="lostDraft.discard" />
        </Button>
      </div>
    </section>
  );
}

function drop(client: Client, draft: LostDraft): void {
  for (const nonce of draft.nonces) dropSend(client, draft.channelId, nonce);
  dropLostDraft(client, draft);
}
