//! What a file claims of itself, read without decoding anything: size, number of frames, what decoding will cost.
//!
//! The readers go through the structure of the file once and allocate nothing. A file whose structure does not hold is broken.

mod gif;
mod jpeg;
pub(super) mod png;
mod webp;

use super::{Kind, drawing::LARGEST_SIDE};
use crate::kernel::limits;

/// What decoding the first frame of a picture and drawing it take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Survey {
    pub decoding_bytes: u64,
}

/// What a file claims.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Claims {
    width: u32,
    height: u32,
    /// Also the scans of a JPEG, for each of them goes over the whole picture.
    frames: usize,
    /// Of all frames together.
    pixels: u64,
    /// What decoding the first frame takes.
    decoding_bytes: u64,
    /// Of a decoded pixel, where they are more than four.
    pixel_bytes: u64,
}

/// `None` for a broken file and for one that claims more than a picture may have.
pub(super) fn of(kind: Kind, bytes: &[u8]) -> Option<Survey> {
    let claims = match kind {
        Kind::Png => png::claims(bytes),
        Kind::Jpeg => jpeg::claims(bytes),
        Kind::Gif => gif::claims(bytes),
        Kind::WebP => webp::claims(bytes),
    }?;
    let sides = 1..=limits::PICTURE_SIDE;
    let fits = sides.contains(&claims.width)
        && sides.contains(&claims.height)
        && area(claims.width, claims.height) <= limits::PICTURE_PIXELS
        && (1..=limits::PICTURE_FRAMES).contains(&claims.frames)
        && claims.pixels <= limits::PICTURE_PIXELS_OF_ALL_FRAMES;
    let side = LARGEST_SIDE.min(claims.width).min(claims.height);
    let pixel_bytes = claims.pixel_bytes.max(4);
    // Drawing begins with a strip as wide as the largest size and as high as the picture. Then there are the largest size, a smaller one,
    // and that one as it goes to the encoder and comes back.
    let strip = pixel_bytes * area(side, claims.height);
    let drawn = (2 * pixel_bytes + 8) * area(side, side);
    fits.then(|| Survey { decoding_bytes: claims.decoding_bytes + strip + drawn })
}

fn area(width: u32, height: u32) -> u64 {
    u64::from(width) * u64::from(height)
}

/// Reads a file from its beginning; past its end there is nothing.
#[derive(Clone, Copy)]
struct Reader<'b> {
    rest: &'b [u8],
}

impl<'b> Reader<'b> {
    const fn new(rest: &'b [u8]) -> Self {
        Self { rest }
    }

    fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn byte(&mut self) -> Option<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    fn u16_le(&mut self) -> Option<u32> {
        self.array().map(u16::from_le_bytes).map(u32::from)
    }

    fn u16_be(&mut self) -> Option<u32> {
        self.array().map(u16::from_be_bytes).map(u32::from)
    }

    fn u24_le(&mut self) -> Option<u32> {
        self.array().map(|[a, b, c]| u32::from_le_bytes([a, b, c, 0]))
    }

    fn u32_le(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    fn u32_be(&mut self) -> Option<u32> {
        self.array().map(u32::from_be_bytes)
    }

    fn skip(&mut self, count: u32) -> Option<()> {
        self.take(usize::try_from(count).ok()?).map(drop)
    }
}

#[cfg(test)]
mod tests;
