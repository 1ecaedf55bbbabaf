use std::io::Cursor;

use image::{DynamicImage, ImageFormat, RgbaImage};
use proptest::prelude::*;

use super::*;

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).expect("a picture can be written");
    bytes.into_inner()
}

fn good() -> Vec<(Kind, Vec<u8>)> {
    let image = DynamicImage::from(RgbaImage::new(40, 30));
    vec![
        (Kind::Png, encoded(&image, ImageFormat::Png)),
        (Kind::Jpeg, encoded(&image.to_rgb8().into(), ImageFormat::Jpeg)),
        (Kind::Gif, encoded(&image, ImageFormat::Gif)),
        (Kind::WebP, encoded(&image, ImageFormat::WebP)),
    ]
}

#[test]
fn a_valid_image_is_estimated_to_take_at_least_the_room_of_its_pixels() {
    for (kind, bytes) in good() {
        assert_eq!(Kind::of(&bytes), Some(kind));
        let probe = of(kind, &bytes).unwrap_or_else(|| panic!("{kind:?} is good"));
        assert!(probe.decoding_bytes >= 3 * 40 * 30, "{kind:?}: {probe:?}");
    }
}

#[test]
fn deep_colours_take_twice_the_room_on_every_step() {
    let taken = |image: DynamicImage| of(Kind::Png, &encoded(&image, ImageFormat::Png)).expect("is good").decoding_bytes;
    let (plain, deep) = (taken(DynamicImage::new_rgba8(600, 900)), taken(DynamicImage::new_rgba16(600, 900)));
    let steps = |pixel_bytes: u64| pixel_bytes * (600 * 900 + 512 * 900 + 2 * 512 * 512) + 8 * 512 * 512;
    assert_eq!((plain, deep), (steps(4), steps(8)));
}

#[test]
fn a_png_is_the_same_image_without_optional_chunks() {
    let (_, bytes) = good().swap_remove(0);
    let text = [&[0, 0, 0, 3][..], b"tEXtabc", &[0; 4]].concat();
    let with_text = [&bytes[..33], &text, &bytes[33..], b"<html>"].concat();
    assert_eq!(png::plain(&with_text), png::plain(&bytes));
}

proptest! {
    #[test]
    fn whatever_the_bytes_the_readers_come_to_an_end(
        which in 0_usize..4,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        length in any::<prop::sample::Index>(),
        cut in any::<bool>(),
    ) {
        let (kind, mut bytes) = good().swap_remove(which);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if cut {
            bytes.truncate(length.index(bytes.len()));
        }
        let _ = of(kind, &bytes);
        let _ = png::plain(&bytes);
    }
}
