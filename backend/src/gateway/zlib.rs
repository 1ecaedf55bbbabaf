//! `zlib-stream`: one stream of RFC 1950 for a connection; each frame ends with a sync flush.
//!
//! A compressor takes some 200 KiB, so a stream starts without one. Until the client has authenticated, and while too many others
//! have one, frames are in stored blocks (RFC 1951, section 3.2.4). To the client it is one stream.

use bytes::Bytes;
use flate2::{Compress, Compression, FlushCompress};

use super::connections::CompressionPermit;

/// A window of 2 KiB. A larger one needs more memory for each connection and compresses our frames no better.
const WINDOW_BITS: u8 = 11;
/// Deflate with that window, and a checksum that makes a multiple of 31 of it.
const HEADER: [u8; 2] = [(WINDOW_BITS - 8) << 4 | 8, 0x11];
/// Maximum size of a stored block.
const BLOCK: usize = 0xFFFF;
/// Added capacity when the output does not fit.
const STEP: usize = 512;

#[derive(Default)]
pub struct Zlib {
    has_begun: bool,
    compressor: Option<Compressor>,
}

struct Compressor {
    context: Compress,
    _permit: CompressionPermit,
}

impl Zlib {
    /// Starts to compress, if it has not and `permit` allows it.
    pub fn compress_from_here(&mut self, permit: impl FnOnce() -> Option<CompressionPermit>) {
        if self.compressor.is_none() {
            self.compressor = permit().map(Compressor::new);
        }
    }

    /// The next chunk of the stream. The client can decode the text once it has the chunk.
    pub fn put(&mut self, text: &str) -> Bytes {
        let header: &[u8] = if std::mem::replace(&mut self.has_begun, true) { &[] } else { &HEADER };
        match &mut self.compressor {
            Some(compressor) => compressor.put(header, text.as_bytes()),
            None => stored(header, text.as_bytes()),
        }
    }
}

impl Compressor {
    /// Without a header: the stream already has one.
    fn new(permit: CompressionPermit) -> Self {
        Self { context: Compress::new_with_window_bits(Compression::new(3), false, WINDOW_BITS), _permit: permit }
    }

    fn put(&mut self, header: &[u8], mut input: &[u8]) -> Bytes {
        let mut output = Vec::with_capacity(input.len() / 2 + STEP);
        output.extend_from_slice(header);
        loop {
            let before = self.context.total_in();
            self.context
                .compress_vec(input, &mut output, FlushCompress::Sync)
                .expect("a deflate context that is never finished takes any input");
            let taken = usize::try_from(self.context.total_in() - before).unwrap_or(input.len());
            input = &input[taken..];
            // With capacity left, everything has been consumed and flushed.
            if input.is_empty() && output.len() < output.capacity() {
                return Bytes::from(output);
            }
            output.reserve(STEP.max(input.len() / 2));
        }
    }
}

/// The text in stored blocks, and the empty block that ends a sync flush.
fn stored(header: &[u8], text: &[u8]) -> Bytes {
    let mut output = Vec::with_capacity(header.len() + text.len() + STEP);
    output.extend_from_slice(header);
    for block in text.chunks(BLOCK).chain([&[][..]]) {
        let length = u16::try_from(block.len()).expect("a block is no longer than its length can say");
        output.push(0);
        output.extend_from_slice(&length.to_le_bytes());
        output.extend_from_slice(&(!length).to_le_bytes());
        output.extend_from_slice(block);
    }
    Bytes::from(output)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use flate2::{Decompress, FlushDecompress};
    use proptest::prelude::*;

    use super::*;
    use crate::gateway::connections::Connections;

    fn read(context: &mut Decompress, piece: &[u8]) -> String {
        let mut text = Vec::with_capacity(1 << 20);
        context.decompress_vec(piece, &mut text, FlushDecompress::Sync).expect("is a stream");
        String::from_utf8(text).expect("is text")
    }

    proptest! {
        #[test]
        fn each_piece_is_readable_as_it_comes_whenever_compression_begins(
            texts in prop::collection::vec("(.{1,60}){1,40}", 1..8),
            begins_at in 0..8_usize,
        ) {
            let mut zlib = Zlib::default();
            let mut context = Decompress::new(true);
            for (index, text) in texts.into_iter().enumerate() {
                zlib.compress_from_here(|| if index < begins_at { None } else { Arc::<Connections>::default().compress() });
                let piece = zlib.put(&text);
                prop_assert!(piece.ends_with(&[0, 0, 0xff, 0xff]), "{:?}", piece);
                prop_assert_eq!(read(&mut context, &piece), text);
            }
        }
    }

    #[test]
    fn a_text_longer_than_a_block_is_stored_whole() {
        let text = "x".repeat(3 * BLOCK + 1);
        assert!(read(&mut Decompress::new(true), &Zlib::default().put(&text)) == text);
    }

    #[test]
    fn a_stream_announces_a_small_window() {
        let piece = Zlib::default().put("{}");
        assert_eq!(piece[0] >> 4, WINDOW_BITS - 8);
        assert_eq!((u16::from(piece[0]) << 8 | u16::from(piece[1])) % 31, 0);
    }
}
