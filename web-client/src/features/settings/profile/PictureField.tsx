/** The avatar: chosen from a file, dropped or pasted here, taken away. */
import { ImageUp, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { DropZone } from 'react-aria-components/DropZone';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { Text } from 'react-aria-components/Text';
import { type CurrentUser, updateCurrentUser } from '@/api';
import { keepUser } from '@/api/session';
import { T, useText } from '@/i18n';
import { userAvatar } from '@/lib/images';
import { dropPicture, PICTURE_TYPES, type Picture, readPicture } from '@/lib/pictures';
import { displayName } from '@/store/selectors';
import { Avatar } from '@/ui/avatar/Avatar';
import { Button } from '@/ui/button/Button';
import { useAction } from '@/ui/form/use-action';
import { Notice } from '@/ui/notice/Notice';
import { showToast } from '@/ui/toast/toast';
import styles from '../Settings.module.css';
import { CropDialog } from './CropDialog';
import pictureStyles from './Picture.module.css';
import { usePictureFailure } from './picture-failure';

export function PictureField({ me }: { me: CurrentUser }) {
  const text = useText();
  const failureOf = usePictureFailure();
  const [picture, setPicture] = useState<Picture>();
  const [failure, setFailure] = useState<string>();
  // The button that takes the picture away goes with it.
  const chooseButton = useRef<HTMLButtonElement>(null);
  const remove = useAction({
    failureOf,
    work: async () => {
      const { data } = await updateCurrentUser({ body: { avatar: null }, throwOnError: true });
      keepUser(data);
      chooseButton.current?.focus();
      showToast({ text: text('common.saved') });
    },
  });

  const choose = async (file: File | undefined) => {
    if (file === undefined) return;
    setFailure(undefined);
    try {
      setPicture(await readPicture(file));
    } catch (thrown) {
      setFailure(failureOf(thrown));
    }
  };
  const close = () => {
    if (picture !== undefined) dropPicture(picture);
    setPicture(undefined);
  };
  const problem = failure ?? remove.failure;

  return (
    <>
      {problem !== undefined && <Notice tone="danger">{problem}</Notice>}
      <DropZone
        className={pictureStyles.drop}
        getDropOperation={(types) => (PICTURE_TYPES.some((type) => types.has(type)) ? 'copy' : 'cancel')}
        onDrop={async ({ items }) => {
          const dropped = items.find((item) => item.kind === 'file');
          await choose(await dropped?.getFile());
        }}
      >
        <Avatar id={me.id} name={displayName(me)} src={userAvatar(me)} size={64} />
        <div className={pictureStyles.side}>
          <div className={styles.buttons}>
            <FileTrigger
              acceptedFileTypes={[...PICTURE_TYPES]}
              onSelect={(files) => void choose(files?.[0] ?? undefined)}
            >
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
          <Text slot="label" className={pictureStyles.hint}>
            <T id="settings.picture.drop" />
          </Text>
        </div>
      </DropZone>
      {picture !== undefined && <CropDialog picture={picture} onClose={close} />}
    </>
  );
}
