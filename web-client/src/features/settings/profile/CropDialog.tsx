/**
 * Which part of the chosen picture becomes the avatar: dragged by hand or moved by sliders, so that it needs neither
 * a mouse nor a steady hand. Of a moving picture the first frame is taken, as the server keeps no more of it.
 */
import { useState } from 'react';
import { uploadAvatar } from '@/api';
import { keepUser } from '@/api/session';
import { T, useText } from '@/i18n';
import { cutSquare, type Picture } from '@/lib/pictures';
import { Button } from '@/ui/button/Button';
import { Dialog, DialogActions, DialogBody } from '@/ui/dialog/Dialog';
import { useAction } from '@/ui/form/use-action';
import { Notice } from '@/ui/notice/Notice';
import { showToast } from '@/ui/toast/toast';
import { CropFrame, CropSliders } from './CropFrame';
import { type Crop, squareOf, wholeCrop } from './crop';
import styles from './Picture.module.css';
import { usePictureFailure } from './picture-failure';

interface Props {
  picture: Picture;
  onClose: () => void;
}

/** Larger than the client ever shows it. */
const AVATAR_PIXELS = 512;
const MOVING_TYPE = 'image/gif';

export function CropDialog({ picture, onClose }: Props) {
  const text = useText();
  const [crop, setCrop] = useState<Crop>(wholeCrop);
  const upload = useAction({
    failureOf: usePictureFailure(),
    work: async () => {
      const file = await cutSquare(picture, squareOf(picture, crop), AVATAR_PIXELS);
      const { data } = await uploadAvatar({ body: { file }, throwOnError: true });
      keepUser(data);
      onClose();
      showToast({ text: text('common.saved') });
    },
  });

  return (
    <Dialog isOpen onClose={onClose} title={text('settings.picture.crop')}>
      <DialogBody>
        {upload.failure !== undefined && <Notice tone="danger">{upload.failure}</Notice>}
        <CropFrame picture={picture} crop={crop} onChange={setCrop} />
        {picture.file.type === MOVING_TYPE && (
          <p className={styles.hint}>
            <T id="settings.picture.moving" />
          </p>
        )}
        <CropSliders picture={picture} crop={crop} onChange={setCrop} />
      </DialogBody>
      <DialogActions>
        <Button variant="quiet" onPress={onClose}>
          <T id="common.cancel" />
        </Button>
        <Button variant="primary" isPending={upload.pending} onPress={upload.run}>
          <T id="settings.picture.use" />
        </Button>
      </DialogActions>
    </Dialog>
  );
}
