/** The picture of the guild: put up and taken down at once, whatever becomes of the form around it. */
import { ImageUp, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { updateGuild, uploadGuildIcon } from '@/api';
import { type MessageId, T, useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { guildIcon } from '@/lib/images';
import type { GuildEntity } from '@/store/selectors';
import { Avatar } from '@/ui/avatar/Avatar';
import { Button } from '@/ui/button/Button';
import { Notice } from '@/ui/notice/Notice';
import { showToast } from '@/ui/toast/toast';
import styles from './spaces.module.css';

const KINDS = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

export function GuildIconField({ guild }: { guild: GuildEntity }) {
  const text = useText();
  const failureText = useFailureText();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string>();
  // The button that takes the picture down goes with it.
  const uploadButton = useRef<HTMLButtonElement>(null);

  const change = async (work: () => Promise<unknown>, done: MessageId) => {
    setPending(true);
    setProblem(undefined);
    try {
      await work();
      showToast({ text: text(done) });
    } catch (thrown) {
      setProblem(failureText(thrown));
    } finally {
      setPending(false);
    }
  };
  const path = { guild_id: guild.id };
  const upload = (file: File) =>
    change(() => uploadGuildIcon({ path, body: { file }, throwOnError: true }), 'guild.icon.saved');
  const remove = () =>
    change(async () => {
      await updateGuild({ path, body: { icon: null }, throwOnError: true });
      uploadButton.current?.focus();
    }, 'guild.icon.removed');

  return (
    <section className={styles.icon} aria-label={text('guild.icon')}>
      <Avatar id={guild.id} name={guild.name} src={guildIcon(guild, 64)} size={64} />
      <div className={styles.iconSide}>
        <div className={styles.buttons}>
          <FileTrigger
            acceptedFileTypes={KINDS}
            onSelect={(files) => {
              const file = files?.[0];
              if (file !== undefined) void upload(file);
            }}
          >
            <Button
              ref={uploadButton}
              size="small"
              isPending={pending}
              icon={<ImageUp size={16} aria-hidden="true" />}
            >
              <T id={guild.icon === null ? 'guild.icon.upload' : 'guild.icon.change'} />
            </Button>
          </FileTrigger>
          {guild.icon !== null && (
            <Button
              size="small"
              variant="quiet"
              icon={<Trash2 size={16} aria-hidden="true" />}
              onPress={() => void remove()}
            >
              <T id="guild.icon.remove" />
            </Button>
          )}
        </div>
        <p className={styles.small}>
          <T id="guild.icon.hint" />
        </p>
      </div>
      {problem !== undefined && <Notice tone="danger">{problem}</Notice>}
    </section>
  );
}
