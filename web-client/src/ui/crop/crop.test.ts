import { describe, expect, it } from 'vitest';
import { dragged, placeOf, squareOf, wholeCrop, zoomed } from './crop';

const wide = { width: 900, height: 500 };

describe('the part of an image', () => {
  it('is at first the largest square in the middle', () => {
    expect(squareOf(wide, wholeCrop)).toEqual({ left: 200, top: 0, side: 500 });
  });

  it('grows smaller around the same middle', () => {
    const crop = zoomed(wide, wholeCrop, 2);
    expect(squareOf(wide, crop)).toEqual({ left: 325, top: 125, side: 250 });
  });

  it('follows the hand, and stops at the edge', () => {
    const moved = dragged(wide, wholeCrop, 0.2, 0.2);
    expect(squareOf(wide, moved)).toEqual({ left: 100, top: 0, side: 500 });
    expect(squareOf(wide, dragged(wide, moved, 5, 0)).left).toBe(0);
    expect(squareOf(wide, dragged(wide, moved, -5, 0)).left).toBe(400);
  });

  it('never leaves the image, whatever is asked', () => {
    for (const zoom of [-1, 0.5, 1, 3.3, 99]) {
      for (const x of [-2, 0, 0.4, 7]) {
        const { left, top, side } = squareOf(wide, zoomed(wide, { zoom: 1, x, y: x }, zoom));
        expect(left).toBeGreaterThanOrEqual(0);
        expect(top).toBeGreaterThanOrEqual(0);
        expect(left + side).toBeLessThanOrEqual(wide.width);
        expect(top + side).toBeLessThanOrEqual(wide.height);
      }
    }
  });

  it('fills the frame it is shown in', () => {
    expect(placeOf(wide, wholeCrop)).toEqual({ width: '180%', height: '100%', left: '-40%', top: '0%' });
  });
});
