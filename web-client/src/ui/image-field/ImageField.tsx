/**
 * A square image: chosen from a file or dropped here, cropped, uploaded and removed at once, independently of the form
 * around it.
 */
import { ImageUp, Trash2 } from 'lucide-react';
import { useRef } from 'react';
import { DropZone } from 'react-aria-components/DropZone';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { Text } from 'react-aria-components/Text';
import { T } from '@/i18n';
import { useImageFailure } from '@/i18n/image-failure';
import { IMAGE_TYPES } from '@/lib/image-files';
import { Avatar } from '../avatar/Avatar';
import { Button } from '../button/Button';
import { CropDialog } from '../crop/CropDialog';
import { useImage } from '../crop/use-image';
import { useAction } from '../form/use-action';
import { Notice } from '../notice/Notice';
import styles from './ImageField.module.css';

interface Props {
  label: string;
  /** The id of the user, guild or group. */
  id: string;
  name: string;
  /** Null where there is none. */
  src: string | null;
  onUpload: (file: File) => Promise<void>;
  onRemove: () => Promise<void>;
}

export function ImageField({ label, id, name, src, onUpload, onRemove }: Props) {
  const failureOf = useImageFailure();
  const { image, failure, choose, putAway } = useImage(failureOf);
  // The button that removes the image goes with it.
  const chooseButton = useRef<HTMLButtonElement>(null);
  const remove = useAction({
    failureOf,
    work: async () => {
      await onRemove();
      chooseButton.current?.focus();
    },
  });
  const problem = failure ?? remove.failure;

  return (
    <fieldset className={styles.field} aria-label={label}>
      {problem !== undefined && <Notice tone="danger">{problem}</Notice>}
      <DropZone
        className={styles.drop}
        getDropOperation={(types) => (IMAGE_TYPES.some((type) => types.has(type)) ? 'copy' : 'cancel')}
        onDrop={async ({ items }) => {
          const dropped = items.find((item) => item.kind === 'file');
          await choose(await dropped?.getFile());
        }}
      >
        <Avatar id={id} name={name} src={src} size={64} />
        <div className={styles.side}>
          <div className={styles.buttons}>
            <FileTrigger acceptedFileTypes={[...IMAGE_TYPES]} onSelect={(files) => void choose(files?.[0])}>
              <Button ref={chooseButton} size="small" icon={<ImageUp size={16} aria-hidden="true" />}>
                <T id={src === null ? 'crop.upload' : 'crop.change'} />
              </Button>
            </FileTrigger>
            {src !== null && (
              <Button
                size="small"
                variant="quiet"
                icon={<Trash2 size={16} aria-hidden="true" />}
                isPending={remove.pending}
                onPress={remove.run}
              >
                <T id="crop.remove" />
              </Button>
            )}
          </div>
          <Text slot="label" className={styles.hint}>
            <T id="crop.hint" />
          </Text>
        </div>
      </DropZone>
      {image !== undefined && (
        <CropDialog image={image} onUse={onUpload} onClose={putAway} failureOf={failureOf} />
      )}
    </fieldset>
  );
}
