/** Images in the browser: reading a chosen file, and drawing a square part of it. */
export const IMAGE_TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;

export interface SourceImage {
  file: File;
  /** A URL for `<img>`, to be released with `dropImage`. */
  url: string;
  width: number;
  height: number;
}

/** A square part, in pixels of the image. */
export interface Square {
  left: number;
  top: number;
  side: number;
}

export type Unreadable = 'kind' | 'broken';

export class ImageError extends Error {
  readonly why: Unreadable;

  constructor(why: Unreadable) {
    super(why);
    this.name = 'ImageError';
    this.why = why;
  }
}

/** Reads its size; throws `ImageError` for an unsupported file or one that the browser cannot decode. */
export async function readImage(file: File): Promise<SourceImage> {
  if (!IMAGE_TYPES.some((type) => type === file.type)) throw new ImageError('kind');
  const url = URL.createObjectURL(file);
  try {
    const image = await loaded(url);
    return { file, url, width: image.naturalWidth, height: image.naturalHeight };
  } catch {
    URL.revokeObjectURL(url);
    throw new ImageError('broken');
  }
}

export function dropImage({ url }: SourceImage): void {
  URL.revokeObjectURL(url);
}

/** Draws the part in a square of at most `most` pixels. */
export async function cutSquare(
  { url }: SourceImage,
  { left, top, side }: Square,
  most: number,
): Promise<File> {
  const image = await loaded(url);
  const size = Math.max(1, Math.min(most, Math.round(side)));
  const canvas = document.createElement('canvas');
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext('2d');
  if (context === null) throw new ImageError('broken');
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, left, top, side, side, 0, 0, size, size);
  // A browser that cannot write WebP produces PNG.
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/webp', 0.9));
  if (blob === null) throw new ImageError('broken');
  return new File([blob], 'picture', { type: blob.type });
}

async function loaded(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}
