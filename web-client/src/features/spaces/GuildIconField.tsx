/** The picture of the guild: cut to a square, put up and taken down at once, whatever becomes of the form around it. */
import { ImageUp, Trash2 } from 'lucide-react';
import { useRef } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { updateGuild, uploadGuildIcon } from '@/api';
import { T, useText } from '@/i18n';
import { usePictureFailure } from '@/i18n/picture-failure';
import { guildIcon } from '@/lib/images';
import { PICTURE_TYPES } from '@/lib/pictures';
import type { GuildEntity } from '@/store/selectors';
import { Avatar } from '@/ui/avatar/Avatar';
import { Button } from '@/ui/button/Button';
import { CropDialog } from '@/ui/crop/CropDialog';
import { usePicture } from '@/ui/crop/use-picture';
import { useAction } from '@/ui/form/use-action';
import { Notice } from '@/ui/notice/Notice';
import { showToast } from '@/ui/toast/toast';
import styles from './spaces.module.css';

export function GuildIconField({ guild }: { guild: GuildEntity }) {
  const text = useText();
  const failureOf = usePictureFailure();
  const { picture, failure, choose, putAway } = usePicture(failureOf);
  // The button that takes the picture down goes with it.
  const chooseButton = useRef<HTMLButtonElement>(null);
  const path = { guild_id: guild.id };
  const remove = useAction({
    failureOf,
    work: async () => {
      await updateGuild({ path, body: { icon: null }, throwOnError: true });
      chooseButton.current?.focus();
      showToast({ text: text('guild.icon.removed') });
    },
  });
  const use = async (file: File) => {
    await uploadGuildIcon({ path, body: { file }, throwOnError: true });
    showToast({ text: text('guild.icon.saved') });
  };
  const problem = failure ?? remove.failure;

  return (
    <section className={styles.icon} aria-label={text('guild.icon')}>
      <Avatar id={guild.id} name={guild.name} src={guildIcon(guild, 64)} size={64} />
      <div className={styles.iconSide}>
        <div className={styles.buttons}>
          <FileTrigger acceptedFileTypes={[...PICTURE_TYPES]} onSelect={(files) => void choose(files?.[0])}>
            <Button ref={chooseButton} size="small" icon={<ImageUp size={16} aria-hidden="true" />}>
              <T id={guild.icon === null ? 'guild.icon.upload' : 'guild.icon.change'} />
            </Button>
          </FileTrigger>
          {guild.icon !== null && (
            <Button
              size="small"
              variant="quiet"
              icon={<Trash2 size={16} aria-hidden="true" />}
              isPending={remove.pending}
              onPress={remove.run}
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
      {picture !== undefined && (
        <CropDialog picture={picture} onUse={use} onClose={putAway} failureOf={failureOf} />
      )}
    </section>
  );
}
