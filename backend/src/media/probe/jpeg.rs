//! JPEG: segments that begin with a marker; each start of scan is followed by compressed bytes up to the next marker.

use super::{Claims, Reader, area};

#[derive(Default)]
struct Frame {
    width: u32,
    height: u32,
    components: u64,
    progressive: bool,
    /// Bytes of coefficients for each pixel, if all are held until the last scan.
    coefficients: u64,
}

pub(super) fn claims(bytes: &[u8]) -> Option<Claims> {
    let mut reader = Reader::new(bytes);
    reader.skip(2)?;
    let mut frame: Option<Frame> = None;
    let mut scans = 0;
    loop {
        match marker(&mut reader)? {
            // End of image; the rest is ignored.
            0xD9 => break,
            0x01 | 0xD0..=0xD7 => {}
            0xC0..=0xC2 if frame.is_some() => return None,
            kind @ 0xC0..=0xC2 => frame = Some(header(&mut segment(&mut reader)?, kind == 0xC2)?),
            // Lossless, hierarchical and arithmetic coding, which are not in use; and a second start.
            0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF | 0xD8 => return None,
            0xDA => {
                segment(&mut reader)?;
                scans += 1;
            }
            _ => drop(segment(&mut reader)?),
        }
    }
    let frame = frame?;
    let pixels = area(frame.width, frame.height);
    let shown = if frame.components == 1 { 1 } else { 3 };
    let kept = if frame.progressive || scans > 1 { frame.coefficients } else { 0 };
    Some(Claims {
        width: frame.width,
        height: frame.height,
        frames: scans,
        pixels,
        decoding_bytes: pixels * (shown + kept),
        pixel_bytes: shown,
    })
}

/// The next marker after the compressed bytes, in which FF is followed by 00 or by a restart.
fn marker(reader: &mut Reader) -> Option<u8> {
    loop {
        let at = reader.rest.windows(2).position(|pair| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xFF | 0xD0..=0xD7))?;
        reader.take(at + 1)?;
        if let Some(marker) = reader.byte() {
            return Some(marker);
        }
    }
}

fn segment<'b>(reader: &mut Reader<'b>) -> Option<Reader<'b>> {
    let length = usize::try_from(reader.u16_be()?.checked_sub(2)?).ok()?;
    reader.take(length).map(Reader::new)
}

fn header(reader: &mut Reader, progressive: bool) -> Option<Frame> {
    let (_precision, height, width, components) = (reader.byte()?, reader.u16_be()?, reader.u16_be()?, reader.byte()?);
    let mut samples = Vec::with_capacity(4);
    for _ in 0..components.min(4) {
        let [_id, sampling, _table] = reader.array()?;
        samples.push((u64::from(sampling >> 4), u64::from(sampling & 0xF)));
    }
    let greatest = samples.iter().map(|(x, _)| x).max()? * samples.iter().map(|(_, y)| y).max()?;
    if greatest == 0 {
        return None;
    }
    // Two bytes each; a subsampled component has fewer.
    let coefficients = samples.iter().map(|(x, y)| 2 * x * y).sum::<u64>().div_ceil(greatest);
    Some(Frame { width, height, components: u64::from(components), progressive, coefficients })
}
