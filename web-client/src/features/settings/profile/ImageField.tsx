/** The avatar: chosen from a file, dropped or pasted here, taken away. */
import { ImageUp, Trash2 } from 'lucide-react';
import { useRef } from 'react';
import { DropZone } from 'react-aria-components/DropZone';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { Text } from 'react-aria-components/Text';
import { type CurrentUser, updateCurrentUser, uploadAvatar } from '@/api';
import { httpOf } from '@/api/http';
import { keepUser } from '@/api/session';
import { useClient } from '@/client/context';
import styles from '@/features/settings/Settings.module.css';
import { T, useText } from '@/i18n';
import { useImageFailure } from '@/i18n/image-failure';
import { PICTURE_TYPES } from '@/lib/image-files';
import { userAvatar } from '@/lib/images';
import { displayName } from '@/store/selectors';
import { Avatar } from '@/ui/avatar/Avatar';
import { Button } from '@/ui/button/Button';
import { CropDialog } from '@/ui/crop/CropDialog';
import { useImage } from '@/ui/crop/use-image';
import { useAction } from '@/ui/form/use-action';
import { Notice } from '@/ui/notice/Notice';
import { showToast } from '@/ui/toast/toast';
import imageStyles from './Image.module.css';

export function ImageField({ me }: { me: CurrentUser }) {
  const client = useClient();
  const text = useText();
  const failureOf = useImageFailure();
  const { image, failure, choose, putAway } = useImage(failureOf);
  // The button that takes the image away goes with it.
  const chooseButton = useRef<HTMLButtonElement>(null);
  const remove = useAction({
    failureOf,
    work: async () => {
      const { data } = await updateCurrentUser({
        client: httpOf(client),
        body: { avatar: null },
        throwOnError: true,
      });
      keepUser(client, data);
      chooseButton.current?.focus();
      showToast({ text: text('common.saved') });
    },
  });

  const use = async (file: File) => {
    const { data } = await uploadAvatar({ client: httpOf(client), body: { file }, throwOnError: true });
    keepUser(client, data);
    showToast({ text: text('common.saved') });
  };
  const problem = failure ?? remove.failure;

  return (
    <>
      {problem !== undefined && <Notice tone="danger">{problem}</Notice>}
      <DropZone
        className={imageStyles.drop}
        getDropOperation={(types) => (PICTURE_TYPES.some((type) => types.has(type)) ? 'copy' : 'cancel')}
        onDrop={async ({ items }) => {
          const dropped = items.find((item) => item.kind === 'file');
          await choose(await dropped?.getFile());
        }}
      >
        <Avatar id={me.id} name={displayName(me)} src={userAvatar(me)} size={64} />
        <div className={imageStyles.side}>
          <div className={styles.buttons}>
            <FileTrigger acceptedFileTypes={[...PICTURE_TYPES]} onSelect={(files) => void choose(files?.[0])}>
              <Button ref={chooseButton} icon={<ImageUp size={17} aria-hidden="true" />}>
                <T id="settings.picture.choose" />
              </Button>
            </FileTrigger>
            {me.avatar !== null && (
              <Button
                variant="quiet"
                icon={<Trash2 size={17} aria-hidden="true" />}
                isPending={remove.pending}
                onPress={remove.run}
              >
                <T id="settings.picture.remove" />
              </Button>
            )}
          </div>
          <Text slot="label" className={imageStyles.hint}>
            <T id="settings.picture.drop" />
          </Text>
        </div>
      </DropZone>
      {image !== undefined && (
        <CropDialog image={image} onUse={use} onClose={putAway} failureOf={failureOf} />
      )}
    </>
  );
}
