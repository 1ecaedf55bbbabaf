/** The page's icon with a count, drawn here; the plain one without a count. */
const SIDE = 64;
const MOST = 99;

let plain: string | null = null;
let wanted = 0;

const link = (): HTMLLinkElement | null => document.querySelector('link[rel="icon"]');

export async function badgeFavicon(count: number): Promise<void> {
  wanted = count;
  const icon = link();
  if (icon === null) return;
  plain ??= icon.href;
  if (count === 0) {
    icon.href = plain;
    return;
  }
  const image = await loaded(plain);
  // Meanwhile there may be another count.
  if (image !== null && wanted === count) icon.href = drawn(image, count) ?? plain;
}

async function loaded(address: string): Promise<HTMLImageElement | null> {
  const image = new Image(SIDE, SIDE);
  image.src = address;
  try {
    await image.decode();
    return image;
  } catch {
    return null;
  }
}

function drawn(image: HTMLImageElement, count: number): string | null {
  const canvas = document.createElement('canvas');
  canvas.width = SIDE;
  canvas.height = SIDE;
  const pen = canvas.getContext('2d');
  if (pen === null) return null;
  pen.drawImage(image, 0, 0, SIDE, SIDE);
  const text = count > MOST ? '∞' : String(count);
  const width = text.length > 1 ? 44 : 36;
  pen.fillStyle = '#f2b84b';
  pen.strokeStyle = '#0e1413';
  pen.lineWidth = 4;
  pen.beginPath();
  pen.roundRect(SIDE - width - 2, SIDE - 38, width, 36, 18);
  pen.fill();
  pen.stroke();
  pen.fillStyle = '#2a1c00';
  pen.font = '700 28px system-ui, sans-serif';
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillText(text, SIDE - width / 2 - 2, SIDE - 19);
  return canvas.toDataURL('image/png');
}
