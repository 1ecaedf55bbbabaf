//! Images and things that pretend to be some, made byte by byte.

use std::io::{Cursor, Write};

use flate2::{Compression, Crc, write::ZlibEncoder};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

pub const RED: [u8; 3] = [200, 20, 20];
pub const BLUE: [u8; 3] = [20, 20, 200];

pub fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).expect("an image can be written");
    bytes.into_inner()
}

/// Red on the left, blue on the right.
pub fn halves(width: u32, height: u32) -> DynamicImage {
    RgbImage::from_fn(width, height, |x, _| Rgb(if x < width / 2 { RED } else { BLUE })).into()
}

/// Half of it can be seen through.
pub fn glass(side: u32) -> DynamicImage {
    RgbaImage::from_fn(side, side, |x, _| Rgba([20, 200, 20, if x < side / 2 { 0 } else { 255 }])).into()
}

pub fn png() -> Vec<u8> {
    encoded(&halves(600, 400), ImageFormat::Png)
}

pub fn jpeg() -> Vec<u8> {
    encoded(&halves(600, 400), ImageFormat::Jpeg)
}

pub fn webp() -> Vec<u8> {
    encoded(&halves(300, 200), ImageFormat::WebP)
}

pub fn zlib(content: &[u8]) -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    packed.write_all(content).expect("memory takes it");
    packed.finish().expect("memory takes it")
}

/// Zeros, packed to a thousandth.
pub fn zeros(mib: usize) -> Vec<u8> {
    zlib(&vec![0; mib << 20])
}

pub fn chunk(name: &[u8], content: &[u8]) -> Vec<u8> {
    let mut sum = Crc::new();
    sum.update(name);
    sum.update(content);
    let length = u32::try_from(content.len()).expect("a small chunk").to_be_bytes();
    [&length[..], name, content, &sum.sum().to_be_bytes()].concat()
}

pub const PNG_SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

pub fn png_header(width: u32, height: u32, depth: u8, colour: u8) -> Vec<u8> {
    let content = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[depth, colour, 0, 0, 0]].concat();
    [PNG_SIGNATURE, &chunk(b"IHDR", &content)].concat()
}

/// A PNG that says how large it is, whatever its pixels are.
pub fn claimed_png(width: u32, height: u32, depth: u8, colour: u8, pixels: &[u8]) -> Vec<u8> {
    [png_header(width, height, depth, colour), chunk(b"IDAT", pixels), chunk(b"IEND", b"")].concat()
}

/// A good PNG with chunks put in after its header.
pub fn png_with(chunks: &[Vec<u8>]) -> Vec<u8> {
    let good = png();
    let header = PNG_SIGNATURE.len() + 25;
    [&good[..header], &chunks.concat(), &good[header..]].concat()
}

/// A GIF whose screen and frames have these sizes; each frame says it has that size and holds one pixel.
pub fn gif(screen: (u16, u16), frames: usize, frame: (u16, u16)) -> Vec<u8> {
    let mut bytes = b"GIF89a".to_vec();
    bytes.extend([screen.0.to_le_bytes(), screen.1.to_le_bytes()].concat());
    bytes.extend([0x80, 0, 0, 200, 20, 20, 20, 20, 200]);
    let size = [frame.0.to_le_bytes(), frame.1.to_le_bytes()].concat();
    let one = [&[0x21, 0xF9, 4, 0, 1, 0, 0, 0, 0x2C, 0, 0, 0, 0][..], &size, &[0, 2, 2, 0x44, 0x01, 0]].concat();
    bytes.extend(one.repeat(frames));
    bytes.push(0x3B);
    bytes
}

pub fn riff_chunk(name: &[u8], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).expect("a small chunk").to_le_bytes();
    let filling = &[0][..content.len() % 2];
    [name, &length, content, filling].concat()
}

pub fn riff(chunks: &[Vec<u8>]) -> Vec<u8> {
    riff_chunk(b"RIFF", &[b"WEBP".to_vec(), chunks.concat()].concat())
}

/// The chunk of pixels of a lossless WebP.
pub fn webp_pixels(image: &DynamicImage) -> Vec<u8> {
    encoded(image, ImageFormat::WebP)[12..].to_vec()
}

pub fn webp_canvas(width: u32, height: u32, flags: u8) -> Vec<u8> {
    let three = |number: u32| (number - 1).to_le_bytes()[..3].to_vec();
    riff_chunk(b"VP8X", &[vec![flags, 0, 0, 0], three(width), three(height)].concat())
}

pub fn webp_animation(frames: usize) -> Vec<u8> {
    let pixels = webp_pixels(&halves(16, 16));
    let frame = riff_chunk(b"ANMF", &[vec![0; 6], vec![15, 0, 0, 15, 0, 0, 100, 0, 0, 0], pixels].concat());
    let head = [webp_canvas(16, 16, 0x02), riff_chunk(b"ANIM", &[0; 6])];
    riff(&[head.concat(), frame.repeat(frames)])
}

pub fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).expect("a small segment").to_be_bytes();
    [&[0xFF, marker][..], &length, content].concat()
}

/// A good JPEG with segments put in at its beginning.
pub fn jpeg_with(segments: &[Vec<u8>]) -> Vec<u8> {
    let good = jpeg();
    [&good[..2], &segments.concat(), &good[2..]].concat()
}

/// A good JPEG that says it has another size.
pub fn claimed_jpeg(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = jpeg();
    let frame = bytes.windows(2).position(|pair| pair == [0xFF, 0xC0]).expect("a frame");
    bytes[frame + 5..frame + 9].copy_from_slice(&[height.to_be_bytes(), width.to_be_bytes()].concat());
    bytes
}

/// A progressive JPEG of almost nothing, with many scans that each go over the whole image.
pub fn scanned_jpeg(scans: usize) -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xD8];
    bytes.extend(segment(0xDB, &[&[0][..], &[1; 64]].concat()));
    bytes.extend(segment(0xC2, &[8, 0x0F, 0xFF, 0x0F, 0xFF, 1, 1, 0x11, 0]));
    bytes.extend(segment(0xC4, &[&[0x10][..], &[1], &[0; 15], &[0xE0]].concat()));
    let scan = [segment(0xDA, &[1, 1, 0x00, 1, 63, 0]), vec![0x00; 8]].concat();
    bytes.extend(scan.repeat(scans));
    bytes.extend([0xFF, 0xD9]);
    bytes
}
