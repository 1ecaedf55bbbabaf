//! Probing of image headers without decoding: dimensions, number of frames, cost of decoding.
//!
//! The readers walk through the structure of the file once and allocate nothing. A file with an invalid structure is broken.

mod claims;
mod gif;
mod jpeg;
pub(super) mod png;
mod webp;

use claims::{Claims, Reader, area};

use super::Kind;
use crate::kernel::limits;

/// The largest drawn size.
pub(super) const LARGEST_SIDE: u32 = 512;

/// Memory to decode the first frame of an image and to draw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Probe {
    pub decoding_bytes: u64,
}

/// `None` for a broken file and for one beyond the limits.
pub(super) fn of(kind: Kind, bytes: &[u8]) -> Option<Probe> {
    let claims = match kind {
        Kind::Png => png::claims(bytes),
        Kind::Jpeg => jpeg::claims(bytes),
        Kind::Gif => gif::claims(bytes),
        Kind::WebP => webp::claims(bytes),
    }?;
    let sides = 1..=limits::IMAGE_SIDE;
    let fits = sides.contains(&claims.width)
        && sides.contains(&claims.height)
        && area(claims.width, claims.height) <= limits::IMAGE_PIXELS
        && (1..=limits::IMAGE_FRAMES).contains(&claims.frames)
        && claims.pixels <= limits::IMAGE_PIXELS_OF_ALL_FRAMES;
    let side = LARGEST_SIDE.min(claims.width).min(claims.height);
    let pixel_bytes = claims.pixel_bytes.max(4);
    // Drawing starts with a strip as wide as the largest size and as high as the image. Then there are the largest size, a
    // smaller one, and that one's encoder input and output.
    let strip = pixel_bytes * area(side, claims.height);
    let drawn = (2 * pixel_bytes + 8) * area(side, side);
    fits.then(|| Probe { decoding_bytes: claims.decoding_bytes + strip + drawn })
}

#[cfg(test)]
mod tests;
