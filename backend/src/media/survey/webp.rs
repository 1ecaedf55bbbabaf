//! WebP: a RIFF file of chunks. A still picture is one chunk of pixels, perhaps with one of transparency; an animation has a
//! chunk for each frame, with chunks in it.

use super::{Claims, Reader, area};
use crate::kernel::limits;

/// Bytes of a RIFF header.
const HEADER_BYTES: u32 = 12;

pub(super) fn claims(bytes: &[u8]) -> Option<Claims> {
    let mut reader = Reader::new(bytes);
    reader.skip(4)?;
    let length = usize::try_from(reader.u32_le()?).ok()?;
    let mut reader = Reader::new(bytes.get(..length.checked_add(8)?)?);
    reader.skip(HEADER_BYTES)?;
    let mut claims = Claims::default();
    let mut transparent = false;
    while let Some((name, mut content)) = chunk(&mut reader)? {
        match &name {
            b"VP8X" => {
                content.skip(4)?;
                (claims.width, claims.height) = (content.u24_le()? + 1, content.u24_le()? + 1);
            }
            b"ALPH" => transparent = true,
            b"VP8 " | b"VP8L" => still(&mut claims, &name, &mut content, transparent)?,
            b"ANMF" => frame(&mut claims, &mut content)?,
            _ => {}
        }
        if claims.frames > limits::PICTURE_FRAMES {
            break;
        }
    }
    Some(claims)
}

/// The next chunk; nothing at the end, `None` for one that is cut off.
fn chunk<'b>(reader: &mut Reader<'b>) -> Option<Option<([u8; 4], Reader<'b>)>> {
    if reader.rest.is_empty() {
        return Some(None);
    }
    let name = reader.array()?;
    let length = usize::try_from(reader.u32_le()?).ok()?;
    let content = Reader::new(reader.take(length)?);
    // A chunk begins at an even place; the last one may leave its filling out.
    reader.take(length % 2).or_else(|| reader.take(0))?;
    Some(Some((name, content)))
}

fn still(claims: &mut Claims, name: &[u8; 4], content: &mut Reader, transparent: bool) -> Option<()> {
    let lossless = name == b"VP8L";
    let packed = u32::try_from(content.rest.len()).ok()?;
    let (width, height) = if lossless { size_in_lossless(content)? } else { size_in_lossy(content)? };
    let same = (claims.width, claims.height) == (width, height);
    if claims.width > 0 && !same {
        return None;
    }
    (claims.width, claims.height) = (width, height);
    claims.frames += 1;
    claims.pixels += area(width, height);
    claims.decoding_bytes = cost(area(width, height), lossless, transparent, packed);
    Some(())
}

fn frame(claims: &mut Claims, content: &mut Reader) -> Option<()> {
    let packed = u32::try_from(content.rest.len()).ok()?;
    content.skip(6)?;
    let pixels = area(content.u24_le()? + 1, content.u24_le()? + 1);
    if claims.frames == 0 {
        // The canvas and what is shown of it, beside the frame.
        claims.decoding_bytes = 8 * area(claims.width, claims.height) + cost(pixels, true, true, packed);
    }
    claims.frames += 1;
    claims.pixels += pixels;
    Some(())
}

/// Lossless: four bytes a pixel, three more where they are shown without transparency, and tables that grow with the packed
/// bytes. Lossy: brightness and colour, then what is shown; transparency is a lossless picture of its own.
fn cost(pixels: u64, lossless: bool, transparent: bool, packed: u32) -> u64 {
    match (lossless, transparent) {
        (true, _) => 7 * pixels + TABLES * u64::from(packed),
        (false, false) => 5 * pixels,
        (false, true) => 11 * pixels,
    }
}

/// Bytes of tables that one packed byte of a lossless picture can make.
const TABLES: u64 = 64;

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
