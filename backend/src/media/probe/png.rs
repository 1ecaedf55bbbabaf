//! PNG: a signature, then chunks. The first is IHDR, the last IEND.

use super::{Claims, Reader, area};

const SIGNATURE_BYTES: usize = 8;
/// Length, type and checksum.
const FRAME_BYTES: usize = 12;

/// The chunks needed for the image and its orientation. Others contain text, profiles, times and further frames.
const NEEDED: &[&[u8; 4]] = &[b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"eXIf", b"IEND"];

struct Chunk<'b> {
    name: [u8; 4],
    content: &'b [u8],
    /// With length, type and checksum.
    whole: &'b [u8],
}

/// The chunks up to IEND; a truncated one is `None`, and so is a missing IEND.
fn chunks(bytes: &[u8]) -> impl Iterator<Item = Option<Chunk<'_>>> {
    let mut reader = Reader::new(bytes.get(SIGNATURE_BYTES..).unwrap_or_default());
    let mut ended = false;
    std::iter::from_fn(move || {
        if ended {
            return None;
        }
        let chunk = next(&mut reader);
        ended = chunk.as_ref().is_none_or(|chunk| &chunk.name == b"IEND");
        Some(chunk)
    })
}

fn next<'b>(reader: &mut Reader<'b>) -> Option<Chunk<'b>> {
    let length = usize::try_from(reader.clone().u32_be()?).ok()?;
    let whole = reader.take(length.checked_add(FRAME_BYTES)?)?;
    Some(Chunk { name: whole[4..8].try_into().ok()?, content: &whole[8..8 + length], whole })
}

pub(super) fn claims(bytes: &[u8]) -> Option<Claims> {
    let mut chunks = chunks(bytes);
    let header = chunks.next()??;
    if &header.name != b"IHDR" {
        return None;
    }
    let mut reader = Reader::new(header.content);
    let (width, height, depth, colour) = (reader.u32_be()?, reader.u32_be()?, reader.byte()?, reader.byte()?);
    let (mut transparent, mut has_pixels) = (false, false);
    for chunk in chunks {
        match &chunk?.name {
            b"tRNS" => transparent = true,
            b"IDAT" => has_pixels = true,
            b"IHDR" => return None,
            _ => {}
        }
    }
    let channels = match colour {
        0 => 1,
        2 | 3 => 3,
        4 => 2,
        6 => 4,
        _ => return None,
    } + u64::from(transparent);
    let pixels = area(width, height);
    let pixel_bytes = channels * if depth == 16 { 2 } else { 1 };
    let decoding_bytes = pixels.checked_mul(pixel_bytes)?;
    has_pixels.then_some(Claims { width, height, frames: 1, pixels, decoding_bytes, pixel_bytes })
}

/// The file without unneeded chunks, so that the decoder decompresses no text and no profile.
pub(in crate::media) fn plain(bytes: &[u8]) -> Vec<u8> {
    let needed = chunks(bytes).flatten().filter(|chunk| NEEDED.contains(&&chunk.name));
    bytes.iter().take(SIGNATURE_BYTES).copied().chain(needed.flat_map(|chunk| chunk.whole.iter().copied())).collect()
}
