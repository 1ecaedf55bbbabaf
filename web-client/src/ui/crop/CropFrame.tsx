/** The frame that shows the chosen part, and the sliders that move it. */
import { type PointerEvent, useRef } from 'react';
import { type MessageId, useText } from '@/i18n';
import type { SourceImage } from '@/lib/image-files';
import { Slider } from '@/ui/slider/Slider';
import styles from './Crop.module.css';
import { type Crop, dragged, placeOf, ZOOM, zoomed } from './crop';

interface Props {
  image: SourceImage;
  crop: Crop;
  onChange: (crop: Crop) => void;
}

/** Dragging moves the image under the frame. For the keyboard there are the sliders. */
export function CropFrame({ image, crop, onChange }: Props) {
  const last = useRef<{ x: number; y: number }>(null);

  const drag = (event: PointerEvent<HTMLDivElement>) => {
    const from = last.current;
    if (from === null) return;
    const side = event.currentTarget.clientWidth;
    last.current = { x: event.clientX, y: event.clientY };
    onChange(dragged(image, crop, (event.clientX - from.x) / side, (event.clientY - from.y) / side));
  };

  return (
    <div
      className={styles.frame}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        last.current = { x: event.clientX, y: event.clientY };
      }}
      onPointerMove={drag}
      onPointerUp={() => {
        last.current = null;
      }}
      onPointerCancel={() => {
        last.current = null;
      }}
      onWheel={(event) => onChange(zoomed(image, crop, crop.zoom - Math.sign(event.deltaY) * ZOOM.step * 2))}
    >
      <img src={image.url} alt="" draggable={false} style={placeOf(image, crop)} />
    </div>
  );
}

export function CropSliders({ image, crop, onChange }: Props) {
  const text = useText();
  const percent = { style: 'percent' } as const;
  const place = (id: MessageId, axis: 'x' | 'y', canMove: boolean) => (
    <Slider
      label={text(id)}
      value={crop[axis]}
      minValue={0}
      maxValue={1}
      step={0.01}
      formatOptions={percent}
      isDisabled={!canMove}
      onChange={(value) => onChange({ ...crop, [axis]: value })}
    />
  );
  return (
    <>
      <Slider
        label={text('crop.zoom')}
        value={crop.zoom}
        minValue={ZOOM.least}
        maxValue={ZOOM.most}
        step={ZOOM.step}
        formatOptions={percent}
        onChange={(zoom) => onChange(zoomed(image, crop, zoom))}
      />
      {place('crop.x', 'x', crop.zoom > ZOOM.least || image.width > image.height)}
      {place('crop.y', 'y', crop.zoom > ZOOM.least || image.height > image.width)}
    </>
  );
}
