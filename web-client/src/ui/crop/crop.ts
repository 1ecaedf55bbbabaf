/**
 * Arithmetic of the cropped square: zoom and position, in pixels of the image.
 *
 * Invariant: the square never leaves the image.
 */
import type { Square } from '@/lib/image-files';

export const ZOOM = { least: 1, most: 4, step: 0.05 } as const;

export interface Crop {
  /** 1 is the largest possible square. */
  zoom: number;
  /** From 0, the left edge, to 1, the right one. */
  x: number;
  /** From 0, the upper edge, to 1, the lower one. */
  y: number;
}

interface Size {
  width: number;
  height: number;
}

/** Centred, and as large as possible. */
export const wholeCrop: Crop = { zoom: ZOOM.least, x: 0.5, y: 0.5 };

const within = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));

export function squareOf({ width, height }: Size, { zoom, x, y }: Crop): Square {
  const side = Math.min(width, height) / within(zoom, ZOOM.least, ZOOM.most);
  return {
    left: within(x, 0, 1) * (width - side),
    top: within(y, 0, 1) * (height - side),
    side,
  };
}

/** The image was dragged by this multiple of the frame's side. */
export function dragged(size: Size, crop: Crop, right: number, down: number): Crop {
  const { side } = squareOf(size, crop);
  const moved = (at: number, by: number, room: number) =>
    room <= 0 ? at : within(at - (by * side) / room, 0, 1);
  return {
    ...crop,
    x: moved(crop.x, right, size.width - side),
    y: moved(crop.y, down, size.height - side),
  };
}

/** Zooms around the middle of the visible part. */
export function zoomed(size: Size, crop: Crop, zoom: number): Crop {
  const before = squareOf(size, crop);
  const next = { ...crop, zoom: within(zoom, ZOOM.least, ZOOM.most) };
  const { side } = squareOf(size, next);
  const stored = (start: number, room: number, at: number) =>
    room <= 0 ? at : within((start + (before.side - side) / 2) / room, 0, 1);
  return {
    ...next,
    x: stored(before.left, size.width - side, crop.x),
    y: stored(before.top, size.height - side, crop.y),
  };
}

/** The position of the whole image when the square fills the frame, in percent of the frame. */
export function placeOf(
  size: Size,
  crop: Crop,
): { width: string; height: string; left: string; top: string } {
  const { left, top, side } = squareOf(size, crop);
  const percent = (pixels: number) => `${(pixels / side) * 100}%`;
  return {
    width: percent(size.width),
    height: percent(size.height),
    left: percent(-left),
    top: percent(-top),
  };
}
