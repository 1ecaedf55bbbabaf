/** A square image that stands for something: cut, put up and taken down at once, whatever becomes of the form around it. */
import { ImageUp, Trash2 } from 'lucide-react';
import { useRef } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { T } from '@/i18n';
import { useImageFailure } from '@/i18n/image-failure';
import { PICTURE_TYPES } from '@/lib/image-files';
import { Avatar } from '../avatar/Avatar';
import { Button } from '../button/Button';
import { CropDialog } from '../crop/CropDialog';
import { useImage } from '../crop/use-image';
import { useAction } from '../form/use-action';
import { Notice } from '../notice/Notice';
import styles from './IconField.module.css';

interface Props {
  label: string;
  /** Of what it stands for. */
  id: string;
  name: string;
  /** Null where there is none. */
  src: string | null;
  onPutUp: (file: File) => Promise<void>;
  onTakeDown: () => Promise<void>;
}

export function IconField({ label, id, name, src, onPutUp, onTakeDown }: Props) {
  const failureOf = useImageFailure();
  const { image, failure, choose, putAway } = useImage(failureOf);
  // The button that takes the image down goes with it.
  const chooseButton = useRef<HTMLButtonElement>(null);
  const remove = useAction({
    failureOf,
    work: async () => {
      await onTakeDown();
      chooseButton.current?.focus();
    },
  });
  const problem = failure ?? remove.failure;

  return (
    <section className={styles.field} aria-label={label}>
      <Avatar id={id} name={name} src={src} size={64} />
      <div className={styles.side}>
        <div className={styles.buttons}>
          <FileTrigger acceptedFileTypes={[...PICTURE_TYPES]} onSelect={(files) => void choose(files?.[0])}>
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
        <p className={styles.hint}>
          <T id="crop.hint" />
        </p>
      </div>
      {problem !== undefined && <Notice tone="danger">{problem}</Notice>}
      {image !== undefined && (
        <CropDialog image={image} onUse={onPutUp} onClose={putAway} failureOf={failureOf} />
      )}
    </section>
  );
}
