/**
 * Crops an image: by dragging or with sliders, so that it requires neither a mouse nor a steady hand. Of an
 * animation the first frame is used, as the server stores no more.
 */
import { useState } from 'react';
import { T, useText } from '@/i18n';
import { cutSquare, type SourceImage } from '@/lib/image-files';
import { Button } from '../button/Button';
import { Dialog, DialogActions, DialogBody } from '../dialog/Dialog';
import { useAction } from '../form/use-action';
import { Notice } from '../notice/Notice';
import styles from './Crop.module.css';
import { CropFrame, CropSliders } from './CropFrame';
import { type Crop, squareOf, wholeCrop } from './crop';

interface Props {
  image: SourceImage;
  /** Uploads the square; failures are shown through `failureOf` and the dialog stays open. */
  onUse: (square: File) => Promise<void>;
  onClose: () => void;
  failureOf: (thrown: unknown) => string;
}

/** Larger than the client ever shows it. */
const PIXELS = 512;
const MOVING_TYPE = 'image/gif';

export function CropDialog({ image, onUse, onClose, failureOf }: Props) {
  const text = useText();
  const [crop, setCrop] = useState<Crop>(wholeCrop);
  const use = useAction({
    failureOf,
    work: async () => {
      await onUse(await cutSquare(image, squareOf(image, crop), PIXELS));
      onClose();
    },
  });

  return (
    <Dialog isOpen onClose={onClose} title={text('crop.title')}>
      <DialogBody>
        {use.failure !== undefined && <Notice tone="danger">{use.failure}</Notice>}
        <CropFrame image={image} crop={crop} onChange={setCrop} />
        {image.file.type === MOVING_TYPE && (
          <p className={styles.hint}>
            <T id="crop.moving" />
          </p>
        )}
        <CropSliders image={image} crop={crop} onChange={setCrop} />
      </DialogBody>
      <DialogActions>
        <Button variant="quiet" onPress={onClose}>
          <T id="common.cancel" />
        </Button>
        <Button variant="primary" isPending={use.pending} onPress={use.run}>
          <T id="crop.use" />
        </Button>
      </DialogActions>
    </Dialog>
  );
}
