//! Default avatars: a figure on one of six colours. Drawn on first use, then cached.

use std::sync::LazyLock;

use bytes::Bytes;
use image::{ImageEncoder, Rgb, RgbImage, codecs::png::PngEncoder};

const SIDE: u32 = 256;
/// Samples per pixel and direction, for antialiasing.
const STEPS: u32 = 4;

/// Background and figure.
const COLOURS: [([u8; 3], [u8; 3]); 6] = [
    ([0x4F, 0x6D, 0x9E], [0xDC, 0xE5, 0xF3]),
    ([0x5B, 0x84, 0x7B], [0xDD, 0xED, 0xE9]),
    ([0x8A, 0x6F, 0x9B], [0xEC, 0xE3, 0xF1]),
    ([0x9C, 0x76, 0x56], [0xF3, 0xE7, 0xDC]),
    ([0x96, 0x63, 0x6F], [0xF3, 0xE1, 0xE5]),
    ([0x66, 0x71, 0x80], [0xE4, 0xE8, 0xED]),
];

static DRAWN: LazyLock<[Option<Bytes>; COLOURS.len()]> =
    LazyLock::new(|| COLOURS.map(|(background, figure)| encoded(&drawn(background, figure))));

/// The PNG of one number, 0 to 5.
pub fn png(number: usize) -> Option<Bytes> {
    DRAWN.get(number)?.clone()
}

fn encoded(image: &RgbImage) -> Option<Bytes> {
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new(&mut bytes);
    encoder.write_image(image, SIDE, SIDE, image::ExtendedColorType::Rgb8).ok()?;
    Some(bytes.into())
}

fn drawn(background: [u8; 3], figure: [u8; 3]) -> RgbImage {
    RgbImage::from_fn(SIDE, SIDE, |x, y| {
        let covered = (0..STEPS * STEPS).filter(|step| is_figure(middle(x, step % STEPS), middle(y, step / STEPS))).count();
        let part = covered as f32 / (STEPS * STEPS) as f32;
        Rgb(std::array::from_fn(|channel| {
            let (from, to) = (f32::from(background[channel]), f32::from(figure[channel]));
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a value between two bytes")]
            let mixed = (from + (to - from) * part) as u8;
            mixed
        }))
    })
}

/// The position of a sample, from 0 to 1 over the whole image.
fn middle(pixel: u32, step: u32) -> f32 {
    (pixel as f32 + (step as f32 + 0.5) / STEPS as f32) / SIDE as f32
}

/// A head, and shoulders that extend beyond the lower edge.
fn is_figure(x: f32, y: f32) -> bool {
    let within = |x: f32, y: f32| x * x + y * y <= 1.0;
    within((x - 0.5) / 0.17, (y - 0.39) / 0.17) || within((x - 0.5) / 0.32, (y - 0.97) / 0.34)
}
