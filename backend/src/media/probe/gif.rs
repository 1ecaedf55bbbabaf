//! GIF: a screen, then blocks: extensions and frames. The content of each block is in sub-blocks, the last of which is empty.

use super::{Claims, Reader, area};
use crate::kernel::limits;

pub(super) fn claims(bytes: &[u8]) -> Option<Claims> {
    let mut reader = Reader::new(bytes);
    reader.skip(6)?;
    let (width, height, packed) = (reader.u16_le()?, reader.u16_le()?, reader.byte()?);
    reader.skip(2 + palette(packed))?;
    let mut claims = Claims { width, height, ..Claims::default() };
    // Many files have no trailer.
    while let Some(block) = reader.byte() {
        match block {
            0x21 => {
                reader.skip(1)?;
                pieces(&mut reader)?;
            }
            0x2C => frame(&mut reader, &mut claims)?,
            0x3B => break,
            _ => return None,
        }
        if claims.frames > limits::IMAGE_FRAMES {
            break;
        }
    }
    Some(claims)
}

fn frame(reader: &mut Reader, claims: &mut Claims) -> Option<()> {
    reader.skip(4)?;
    let (width, height, packed) = (reader.u16_le()?, reader.u16_le()?, reader.byte()?);
    reader.skip(palette(packed) + 1)?;
    pieces(reader)?;
    let pixels = area(width, height);
    if claims.frames == 0 {
        // The frame is decoded and then composed onto the screen; four bytes a pixel each, and its colour indexes.
        claims.decoding_bytes =
            4 * area(claims.width, claims.height) + if width == claims.width { 0 } else { 4 * pixels } + pixels;
    }
    claims.frames += 1;
    claims.pixels += pixels;
    Some(())
}

/// The size of the palette in a packed field.
const fn palette(packed: u8) -> u32 {
    if packed & 0x80 == 0 { 0 } else { 3 << ((packed & 7) + 1) }
}

fn pieces(reader: &mut Reader) -> Option<()> {
    loop {
        match reader.byte()? {
            0 => return Some(()),
            length => reader.skip(u32::from(length))?,
        }
    }
}
