//! WebP: a RIFF file of chunks. A still image is one chunk of pixels, possibly with one of transparency; an animation has a chunk
//! for each frame, with sub-chunks.

use super::{Claims, Reader, area};
use crate::kernel::limits;

/// Size of a RIFF header.
const HEADER_BYTES: u32 = 12;

/// Size of tables that a lossless image can make the decoder build from one compressed byte: twelve bytes can describe a table of
/// four KiB. So a lossless image of more than about 190 KiB is rejected.
const TABLES: u64 = 376;

/// Memory to decode one frame.
#[derive(Default)]
struct Frame {
    size: Option<(u32, u32)>,
    lossless: bool,
    transparent: bool,
    /// Compressed bytes that are decoded with tables.
    by_tables: u64,
}

pub(super) fn claims(bytes: &[u8]) -> Option<Claims> {
    let mut reader = Reader::new(bytes);
    reader.skip(4)?;
    let length = usize::try_from(reader.u32_le()?).ok()?;
    let mut reader = Reader::new(bytes.get(..length.checked_add(8)?)?);
    reader.skip(HEADER_BYTES)?;
    let mut claims = Claims::default();
    let mut still = Frame::default();
    while let Some((name, mut content)) = chunk(&mut reader)? {
        match &name {
            b"VP8X" => {
                content.skip(4)?;
                (claims.width, claims.height) = (content.u24_le()? + 1, content.u24_le()? + 1);
            }
            b"ANMF" => frame(&mut claims, &mut content)?,
            _ => still.take(name, content)?,
        }
        if claims.frames > limits::IMAGE_FRAMES {
            break;
        }
    }
    if let Some((width, height)) = still.size {
        if claims.width > 0 && (claims.width, claims.height) != (width, height) {
            return None;
        }
        claims = Claims { width, height, frames: claims.frames + 1, pixels: claims.pixels + area(width, height), ..claims };
        claims.decoding_bytes += still.cost();
    }
    Some(claims)
}

/// The next chunk; nothing at the end, `None` for a truncated one.
#[expect(clippy::option_option, reason = "the end of a file is no truncated file")]
fn chunk<'b>(reader: &mut Reader<'b>) -> Option<Option<([u8; 4], Reader<'b>)>> {
    if reader.rest.is_empty() {
        return Some(None);
    }
    let name = reader.array()?;
    let length = usize::try_from(reader.u32_le()?).ok()?;
    let content = Reader::new(reader.take(length)?);
    // Chunks are aligned to two bytes; the padding of the last one is optional.
    reader.take(length % 2).or_else(|| reader.take(0))?;
    Some(Some((name, content)))
}

/// A frame of an animation. Only the first is decoded, but all are counted.
fn frame(claims: &mut Claims, content: &mut Reader) -> Option<()> {
    content.skip(6)?;
    let size = (content.u24_le()? + 1, content.u24_le()? + 1);
    content.skip(4)?;
    if claims.frames == 0 {
        let mut first = Frame::default();
        while let Some((name, content)) = chunk(content)? {
            first.take(name, content)?;
        }
        if first.size != Some(size) {
            return None;
        }
        // The canvas and the output, beside the frame.
        claims.decoding_bytes = 8 * area(claims.width, claims.height) + first.cost();
    }
    claims.frames += 1;
    claims.pixels += area(size.0, size.1);
    Some(())
}

impl Frame {
    fn take(&mut self, name: [u8; 4], mut content: Reader) -> Option<()> {
        let packed = u64::try_from(content.rest.len()).ok()?;
        match &name {
            b"ALPH" => {
                self.transparent = true;
                self.by_tables += packed;
            }
            // The decoder uses one of them, and a file has one.
            b"VP8 " | b"VP8L" if self.size.is_some() => return None,
            b"VP8 " => self.size = Some(size_in_lossy(&mut content)?),
            b"VP8L" => {
                self.size = Some(size_in_lossless(&mut content)?);
                self.lossless = true;
                self.by_tables += packed;
            }
            _ => {}
        }
        Some(())
    }

    /// Lossless: four bytes a pixel, and three more for the output without transparency. Lossy: luma and chroma, then the output;
    /// transparency is a separate lossless image.
    fn cost(&self) -> u64 {
        let (width, height) = self.size.unwrap_or_default();
        let of_a_pixel = match (self.lossless, self.transparent) {
            (true, _) => 7,
            (false, false) => 5,
            (false, true) => 11,
        };
        of_a_pixel * area(width, height) + TABLES * self.by_tables
    }
}

fn size_in_lossy(content: &mut Reader) -> Option<(u32, u32)> {
    content.skip(3)?;
    if content.array()? != [0x9D, 0x01, 0x2A] {
        return None;
    }
    Some((content.u16_le()? & 0x3FFF, content.u16_le()? & 0x3FFF))
}

fn size_in_lossless(content: &mut Reader) -> Option<(u32, u32)> {
    if content.byte()? != 0x2F {
        return None;
    }
    let packed = content.u32_le()?;
    Some(((packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1))
}
