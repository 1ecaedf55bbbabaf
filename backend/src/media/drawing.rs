//! Redraws an image: the pixels of its first frame, upright, cropped to a square, in the served sizes.

use std::{io::Cursor, time::Instant};

use fast_image_resize::{MulDiv, ResizeOptions, Resizer};
use image::{
    DynamicImage, ImageDecoder, ImageReader, ImageResult, Limits,
    codecs::{jpeg::JpegEncoder, png::PngEncoder},
    metadata::Orientation,
};

use super::{
    Kind,
    probe::{self, LARGEST_SIDE},
};
use crate::kernel::limits;

/// The served sizes in pixels. An image is never enlarged.
const SIDES: [u32; 4] = [LARGEST_SIDE, 256, 128, 64];
const JPEG_QUALITY: u8 = 85;

/// One size of an image, ready to be served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Drawn {
    pub side: u32,
    pub kind: Kind,
    pub bytes: Vec<u8>,
}

/// All sizes, largest first; `None` for a broken image, or if it takes longer than until `deadline`.
pub(super) fn redraw(kind: Kind, bytes: &[u8], deadline: Instant) -> Option<Vec<Drawn>> {
    let (mut whole, orientation) = match kind {
        Kind::Png => decoded(kind, &probe::png::plain(bytes)),
        _ => decoded(kind, bytes),
    }
    .ok()?;
    // Colours are premultiplied by alpha once and in place; otherwise each resize would copy the whole image for it.
    let has_alpha = whole.color().has_alpha();
    if has_alpha {
        MulDiv::new().multiply_alpha_inplace(&mut whole).ok()?;
    }
    let side = whole.width().min(whole.height());
    let mut sides: Vec<u32> = SIDES.into_iter().filter(|served| *served <= side).collect();
    if sides.is_empty() {
        sides.push(side);
    }
    let largest = square(&whole, *sides.first()?)?;
    drop(whole);
    let opaque = !has_alpha || largest.to_rgba8().pixels().all(|pixel| pixel.0[3] == u8::MAX);
    let mut drawn = Vec::with_capacity(sides.len());
    for side in sides {
        if Instant::now() > deadline {
            return None;
        }
        let mut small = square(&largest, side)?;
        if has_alpha {
            MulDiv::new().divide_alpha_inplace(&mut small).ok()?;
        }
        small.apply_orientation(orientation);
        drawn.push(encoded(&small, side, opaque).ok()?);
    }
    Some(drawn)
}

/// The first frame, and its orientation, which is applied to the small result: a centred square stays the same.
fn decoded(kind: Kind, bytes: &[u8]) -> ImageResult<(DynamicImage, Orientation)> {
    let mut allowed = Limits::default();
    allowed.max_image_width = Some(limits::IMAGE_SIDE);
    allowed.max_image_height = Some(limits::IMAGE_SIDE);
    allowed.max_alloc = Some(limits::IMAGE_DECODER_BYTES);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), kind.format());
    reader.limits(allowed);
    let mut decoder = reader.into_decoder()?;
    // Unreadable metadata is ignored.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    Ok((DynamicImage::from_decoder(decoder)?, orientation))
}

/// The centred square, resized to `side` pixels. Colours are already premultiplied.
fn square(image: &DynamicImage, side: u32) -> Option<DynamicImage> {
    let cut = image.width().min(image.height());
    let [left, top] = [image.width(), image.height()].map(|length| f64::from((length - cut) / 2));
    let mut small = DynamicImage::new(side, side, image.color());
    let options = ResizeOptions::new().crop(left, top, f64::from(cut), f64::from(cut)).use_alpha(false);
    Resizer::new().resize(image, &mut small, &options).ok()?;
    Some(small)
}

fn encoded(image: &DynamicImage, side: u32, opaque: bool) -> ImageResult<Drawn> {
    let mut bytes = Vec::new();
    let kind = if opaque { Kind::Jpeg } else { Kind::Png };
    if opaque {
        image.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY))?;
    } else {
        image.to_rgba8().write_with_encoder(PngEncoder::new(&mut bytes))?;
    }
    Ok(Drawn { side, kind, bytes })
}
