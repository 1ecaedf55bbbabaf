//! What cameras and programs write into images: where, when, with what.

use image::ImageFormat;

use super::files::{chunk, encoded, halves, jpeg_with, png_with, riff, riff_chunk, segment, webp_canvas, webp_pixels, zlib};

/// Found in nothing that is served.
pub const CANARIES: &[&str] = &[
    "CANARYMAKER",
    "CANARYMODEL",
    "CANARYSERIAL",
    "CANARYDATUM",
    "CANARYTHUMB",
    "CANARYXMP",
    "CANARYIPTC",
    "CANARYPROFILE",
    "CANARYNOTE",
    "Exif",
    "photoshop",
    "http://ns.adobe.com",
];

const ASCII: u16 = 2;
const SHORT: u16 = 3;
const LONG: u16 = 4;

/// One directory of fields; texts and what they point to are put behind `at`.
fn directory(fields: &[(u16, u16, Vec<u8>)], at: u32, next: u32) -> Vec<u8> {
    let mut head = u16::try_from(fields.len()).expect("few").to_le_bytes().to_vec();
    let mut behind = Vec::new();
    let start = at + 2 + 12 * u32::try_from(fields.len()).expect("few") + 4;
    for (tag, kind, value) in fields {
        let unit = match *kind {
            SHORT => 2,
            LONG => 4,
            _ => 1,
        };
        let count = u32::try_from(value.len() / unit).expect("small");
        head.extend([&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes()].concat());
        if value.len() <= 4 {
            head.extend(value.iter().copied().chain([0; 4]).take(4));
        } else {
            head.extend((start + u32::try_from(behind.len()).expect("small")).to_le_bytes());
            behind.extend(value);
        }
    }
    head.extend(next.to_le_bytes());
    [head, behind].concat()
}

/// EXIF with a maker, a serial number, a place, a thumbnail, and the camera held upright (orientation 6).
pub fn exif() -> Vec<u8> {
    let text = |text: &str| format!("{text}\0").into_bytes();
    let place_at = 400_u32;
    let thumbnail_at = 600_u32;
    let main = [
        (0x010F, ASCII, text("CANARYMAKER")),
        (0x0110, ASCII, text("CANARYMODEL")),
        (0x0112, SHORT, 6_u16.to_le_bytes().to_vec()),
        (0x8825, LONG, place_at.to_le_bytes().to_vec()),
        (0x927C, ASCII, text("CANARYNOTE")),
        (0xA431, ASCII, text("CANARYSERIAL")),
    ];
    let place = [(0x0001, ASCII, text("N")), (0x0003, ASCII, text("E")), (0x0012, ASCII, text("CANARYDATUM"))];
    let small = [(0x0201, LONG, 700_u32.to_le_bytes().to_vec()), (0x0202, LONG, 11_u32.to_le_bytes().to_vec())];
    let mut bytes = b"II*\0\x08\0\0\0".to_vec();
    bytes.extend(directory(&main, 8, thumbnail_at));
    bytes.resize(place_at as usize, 0);
    bytes.extend(directory(&place, place_at, 0));
    bytes.resize(thumbnail_at as usize, 0);
    bytes.extend(directory(&small, thumbnail_at, 0));
    bytes.resize(700, 0);
    bytes.extend(b"CANARYTHUMB");
    bytes
}

const XMP: &str = "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">CANARYXMP http://ns.adobe.com/xap/1.0/</x:xmpmeta>";

/// The same image, lying on its side, in each kind that can say so.
pub fn lying() -> Vec<(&'static str, Vec<u8>)> {
    let profile = b"CANARYPROFILE".repeat(20);
    let jpeg = jpeg_with(&[
        segment(0xE1, &[b"Exif\0\0", &exif()[..]].concat()),
        segment(0xE1, &[b"http://ns.adobe.com/xap/1.0/\0", XMP.as_bytes()].concat()),
        segment(0xED, b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0\0\x0CCANARYIPTC\0\0"),
        segment(0xE2, &[&b"ICC_PROFILE\0\x01\x01"[..], &profile].concat()),
        segment(0xFE, b"CANARYNOTE"),
    ]);
    let png = png_with(&[
        chunk(b"iCCP", &[b"x\0\0".to_vec(), zlib(&profile)].concat()),
        chunk(b"eXIf", &exif()),
        chunk(b"iTXt", &[b"XML:com.adobe.xmp\0\0\0\0\0", XMP.as_bytes()].concat()),
        chunk(b"tEXt", b"Raw profile type iptc\0CANARYIPTC"),
        chunk(b"zTXt", &[b"Author\0\0".to_vec(), zlib(b"CANARYMAKER")].concat()),
        chunk(b"tIME", &[7, 0xEA, 1, 2, 3, 4, 5]),
    ]);
    let webp = riff(&[
        webp_canvas(600, 400, 0x2C),
        riff_chunk(b"ICCP", &profile),
        webp_pixels(&halves(600, 400)),
        riff_chunk(b"EXIF", &exif()),
        riff_chunk(b"XMP ", XMP.as_bytes()),
    ]);
    vec![("jpeg", jpeg), ("png", png), ("webp", webp)]
}

/// A GIF with notes; it has no orientation.
pub fn noted_gif() -> Vec<u8> {
    let good = encoded(&halves(120, 120), ImageFormat::Gif);
    let note = |marker: u8, content: &[u8]| {
        let length = u8::try_from(content.len()).expect("short");
        [&[0x21, marker, length][..], content, &[0]].concat()
    };
    let palette = if good[10] & 0x80 == 0 { 0 } else { 3 << ((good[10] & 7) + 1) };
    let head = 13 + palette;
    let notes = [note(0xFE, b"CANARYNOTE"), note(0xFF, b"XMP DataXMPCANARYXMP")].concat();
    [&good[..head], &notes, &good[head..]].concat()
}
