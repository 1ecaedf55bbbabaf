//! `zlib-stream`: one deflate context for a connection; each frame ends with a sync flush.

use bytes::Bytes;
use flate2::{Compress, Compression, FlushCompress};

use super::links::CompressedTurn;

/// 2 KiB of memory of what was sent. More takes more memory for each connection and compresses our frames no better.
const WINDOW_BITS: u8 = 11;
/// Room that is added when the output does not fit.
const STEP: usize = 512;

pub struct Zlib {
    context: Compress,
    _turn: CompressedTurn,
}

impl Zlib {
    pub fn new(turn: CompressedTurn) -> Self {
        Self { context: Compress::new_with_window_bits(Compression::new(3), true, WINDOW_BITS), _turn: turn }
    }

    /// The next piece of the stream. The client can read the text as soon as it has the piece.
    pub fn compress(&mut self, text: &str) -> Bytes {
        let mut input = text.as_bytes();
        let mut output = Vec::with_capacity(text.len() / 2 + STEP);
        loop {
            let before = self.context.total_in();
            self.context
                .compress_vec(input, &mut output, FlushCompress::Sync)
                .expect("a deflate context that is never finished takes any input");
            let taken = usize::try_from(self.context.total_in() - before).unwrap_or(input.len());
            input = &input[taken..];
            // With room left over, everything has been taken and flushed.
            if input.is_empty() && output.len() < output.capacity() {
                return Bytes::from(output);
            }
            output.reserve(STEP.max(input.len() / 2));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use flate2::{Decompress, FlushDecompress};
    use proptest::prelude::*;

    use super::*;
    use crate::gateway::links::Links;

    fn read(context: &mut Decompress, piece: &[u8]) -> String {
        let mut text = Vec::with_capacity(1 << 20);
        context.decompress_vec(piece, &mut text, FlushDecompress::Sync).expect("is a stream");
        String::from_utf8(text).expect("is text")
    }

    proptest! {
        #[test]
        fn each_piece_is_readable_as_it_comes(texts in prop::collection::vec("(.{1,60}){1,40}", 1..8)) {
            let mut zlib = Zlib::new(Arc::<Links>::default().compress().expect("has room"));
            let mut context = Decompress::new(true);
            for text in texts {
                let piece = zlib.compress(&text);
                prop_assert!(piece.ends_with(&[0, 0, 0xff, 0xff]), "{:?}", piece);
                prop_assert_eq!(read(&mut context, &piece), text);
            }
        }
    }

    #[test]
    fn the_window_is_small() {
        let mut zlib = Zlib::new(Arc::<Links>::default().compress().expect("has room"));
        assert_eq!(zlib.compress("{}")[0] >> 4, WINDOW_BITS - 8);
    }
}
