//! Files that want to be more, or less, than an image.

use image::ImageFormat;

use super::files::{
    chunk, claimed_jpeg, claimed_png, encoded, gif, glass, halves, jpeg, jpeg_with, png, png_header, png_with, riff, riff_chunk,
    scanned_jpeg, segment, webp, webp_animation, webp_canvas, webp_pixels, zeros, zlib,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is no image of a kind that is taken.
    Unsupported,
    /// It is broken, or claims too much.
    Unreadable,
    /// It is taken for the image that it also is.
    Harmless,
}

/// A name, the file, and what becomes of it.
pub type Hostile = (&'static str, Vec<u8>, Fate);

pub const CANARY: &str = "<script>alert('canary')</script>";

pub fn all() -> Vec<Hostile> {
    [other_kinds(), too_large(), broken(), of_two_kinds(), bombs()].concat()
}

fn other_kinds() -> Vec<Hostile> {
    let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{CANARY}</svg>");
    let entity = format!("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"{}\">]><svg>&a;</svg>", "a".repeat(1000));
    let starts: &[(&str, &[u8])] = &[
        ("nothing", b""),
        ("html", b"<!doctype html><script>alert(1)</script>"),
        ("html in UTF-16", b"\xFF\xFE<\0h\0t\0m\0l\0>\0"),
        ("script", b"/*\x89PNG*/alert(1)"),
        ("pdf", b"%PDF-1.7\n1 0 obj"),
        ("postscript", b"%!PS-Adobe-3.0 EPSF-3.0"),
        ("psd", b"8BPS\0\x01\0\0\0\0\0\0\0\x03\0\0\0\x10\0\0\0\x10"),
        ("tiff", b"II*\0\x08\0\0\0"),
        ("tiff of the other end", b"MM\0*\0\0\0\x08"),
        ("bmp", b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0"),
        ("ico", b"\0\0\x01\0\x01\0\x10\x10\0\0"),
        ("avif", b"\0\0\0\x20ftypavif\0\0\0\0avifmif1"),
        ("heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"),
        ("jpeg xl", b"\xFF\x0A\xFA\x7F"),
        ("jpeg 2000", b"\0\0\0\x0CjP  \r\n\x87\n"),
        ("qoi", b"qoif\0\0\0\x01\0\0\0\x01\x04\0"),
        ("pnm", b"P6 1 1 255 abc"),
        ("exr", b"\x76\x2F\x31\x01\x02\0\0\0"),
        ("dds", b"DDS \x7C\0\0\0"),
        ("zip", b"PK\x03\x04\x14\0\0\0\x08\0"),
        ("7z", b"7z\xBC\xAF\x27\x1C"),
        ("gzip", b"\x1F\x8B\x08\0\0\0\0\0\0\x03"),
        ("program", b"\x7FELF\x02\x01\x01\0"),
        ("wasm", b"\0asm\x01\0\0\0"),
        ("mp4", b"\0\0\0\x18ftypmp42"),
        ("sound", b"RIFF\x24\0\0\0WAVEfmt "),
        ("a blank and a png", b" \x89PNG\r\n\x1a\n"),
        ("gif of no version", b"GIF88a\x01\0\x01\0\0\0\0;"),
    ];
    let more = [("svg with a script", svg.into_bytes()), ("svg with an entity", entity.into_bytes()), ("packed zeros", zeros(8))];
    let starts = starts.iter().map(|(name, bytes)| (*name, bytes.to_vec()));
    starts.chain(more).map(|(name, bytes)| (name, bytes, Fate::Unsupported)).collect()
}

fn too_large() -> Vec<Hostile> {
    let pixels = zeros(1);
    let unreadable = |name, bytes| (name, bytes, Fate::Unreadable);
    vec![
        unreadable("png of 60,000 x 60,000", claimed_png(60_000, 60_000, 8, 2, &pixels)),
        unreadable("png one pixel too wide", claimed_png(4097, 1, 8, 0, &pixels)),
        unreadable("png of 16 bits that needs too much memory", claimed_png(4096, 4096, 16, 6, &pixels)),
        unreadable("png of no width", claimed_png(0, 10, 8, 2, &pixels)),
        unreadable("png of the greatest size", claimed_png(u32::MAX, u32::MAX, 16, 6, &pixels)),
        unreadable("gif of 10,000 frames", gif((16, 16), 10_000, (1, 1))),
        unreadable("gif of one frame too many", gif((1, 1), 201, (1, 1))),
        unreadable("gif with a great screen", gif((65_535, 65_535), 1, (1, 1))),
        unreadable("gif with great frames", gif((4096, 4096), 100, (4096, 4096))),
        unreadable("gif with a frame larger than its screen", gif((1, 1), 1, (65_535, 65_535))),
        unreadable("webp of too many frames", webp_animation(201)),
        unreadable("webp with a great canvas", riff(&[webp_canvas(16_000_000, 16_000_000, 0), webp_pixels(&halves(8, 8))])),
        unreadable("webp whose canvas is another", riff(&[webp_canvas(4000, 4000, 0), webp_pixels(&halves(8, 8))])),
        unreadable("jpeg of 65,500 x 65,500", claimed_jpeg(65_500, 65_500)),
        unreadable("jpeg of no height", claimed_jpeg(100, 0)),
        unreadable("jpeg of 20,000 scans", scanned_jpeg(20_000)),
    ]
}

fn broken() -> Vec<Hostile> {
    let half = |bytes: Vec<u8>| bytes[..bytes.len() / 2].to_vec();
    let mut spoilt = png();
    let at = spoilt.len() - 30;
    spoilt[at] ^= 0xFF;
    let mut arithmetic = jpeg();
    let frame = arithmetic.windows(2).position(|pair| pair == [0xFF, 0xC0]).expect("a frame");
    arithmetic[frame + 1] = 0xC9;
    let unreadable = |name, bytes| (name, bytes, Fate::Unreadable);
    vec![
        unreadable("half a png", half(png())),
        unreadable("half a jpeg", half(jpeg())),
        unreadable("half a webp", half(webp())),
        unreadable("half a gif", half(encoded(&halves(64, 64), ImageFormat::Gif))),
        unreadable("a png's signature", png()[..8].to_vec()),
        unreadable("a png's header", png_header(10, 10, 8, 2)),
        unreadable("a png with a wrong sum", spoilt),
        unreadable("a png of no known colour", claimed_png(10, 10, 8, 5, &zeros(1))),
        unreadable("a png with too few pixels", claimed_png(1000, 1000, 8, 2, &zlib(&[0; 100]))),
        unreadable("a png with a chunk of four gigabytes", [png_header(9, 9, 8, 2), b"\xFF\xFF\xFF\xFFIDATx".to_vec()].concat()),
        unreadable("a jpeg's beginning", vec![0xFF, 0xD8, 0xFF, 0xE0]),
        unreadable("a jpeg in arithmetic coding", arithmetic),
        unreadable("a gif's beginning", b"GIF89a".to_vec()),
        unreadable("a gif of no frames", gif((10, 10), 0, (1, 1))),
        unreadable("a webp's beginning", b"RIFF\x04\0\0\0WEBP".to_vec()),
        unreadable("a webp that is longer than it is", [&b"RIFF\xFF\xFF\xFF\xFFWEBP"[..], &webp()[12..]].concat()),
        unreadable("a webp of nonsense", riff(&[riff_chunk(b"VP8L", &[0x2F, 9, 0, 9, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF])])),
    ]
}

fn of_two_kinds() -> Vec<Hostile> {
    let tail = CANARY.as_bytes();
    let comment = [&[0x21, 0xFE, 32][..], &tail[..32], &[0]].concat();
    let small = gif((16, 16), 1, (1, 1));
    let commented = [&small[..19], &comment, &small[19..], b"=1;alert(1)"].concat();
    let mut polyglot = small.clone();
    polyglot[6..8].copy_from_slice(b"/*");
    polyglot.extend(b"*/=1;alert(1)");
    let harmless = |name, bytes| (name, bytes, Fate::Harmless);
    vec![
        harmless("a png with a page behind it", [&png()[..], tail].concat()),
        harmless("a jpeg with an archive behind it", [&jpeg()[..], b"PK\x03\x04", tail].concat()),
        harmless("a webp with a page behind it", [&webp()[..], tail].concat()),
        harmless("a gif with a script in a comment", commented),
        ("a gif that is a script", polyglot, Fate::Unreadable),
        harmless("a png with a page in its text", png_with(&[chunk(b"tEXt", &[b"Comment\0", tail].concat())])),
        harmless("a jpeg with a page in a comment", jpeg_with(&[segment(0xFE, tail)])),
        harmless("a png with a chunk of its own", png_with(&[chunk(b"prIv", tail)])),
    ]
}

fn bombs() -> Vec<Hostile> {
    let text = chunk(b"zTXt", &[b"Comment\0\0".to_vec(), zeros(64)].concat());
    let international = chunk(b"iTXt", &[b"Comment\0\x01\0\0\0".to_vec(), zeros(64)].concat());
    let profile = chunk(b"iCCP", &[b"icc\0\0".to_vec(), zeros(64)].concat());
    let control = chunk(b"fcTL", &[0; 26]);
    let animated = [chunk(b"acTL", &[0, 0, 0x27, 0x10, 0, 0, 0, 0]), control.repeat(10_000)].concat();
    let still = encoded(&glass(100), ImageFormat::Png);
    vec![
        ("a png with a text of 64 MiB", png_with(&[text]), Fate::Harmless),
        ("a png with an international text of 64 MiB", png_with(&[international]), Fate::Harmless),
        ("a png with a profile of 64 MiB", png_with(&[profile]), Fate::Harmless),
        ("a png of 10,000 frames", png_with(&[animated]), Fate::Harmless),
        ("a png with 64 MiB of pixels too many", claimed_png(100, 100, 8, 2, &zeros(64)), Fate::Harmless),
        ("a png that is only large", claimed_png(1024, 1024, 8, 2, &zeros(4)), Fate::Harmless),
        ("a good png that can be seen through", still, Fate::Harmless),
    ]
}
