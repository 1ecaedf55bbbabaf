//! Limits the size of messages while their bytes arrive.
//!
//! The codec buffers a frame until it is complete, whatever length it claims. So the length is read here, and a client that
//! claims too much is refused before the body of the frame is buffered.

use std::{
    cell::Cell,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
};

use actix_web::{error::PayloadError, web::Bytes};
use futures_util::{Stream, StreamExt};

/// Maximum number of frames in a message.
const FRAGMENTS: usize = 64;
/// The longest header of a client's frame: two bytes, eight of length, four of mask.
const HEADER: usize = 14;

/// Passes bytes on as long as no message exceeds the current limit.
pub struct Guard<S> {
    bytes: S,
    limit: Rc<Cell<usize>>,
    watch: Watch,
    over: bool,
}

/// The position in the stream of frames.
#[derive(Debug)]
struct Watch {
    header: [u8; HEADER],
    /// Bytes of the header received so far.
    have: usize,
    /// Remaining bytes of the frame's body.
    body: u64,
    /// Bytes and frames of the message so far.
    message: u64,
    fragments: usize,
}

impl<S> Guard<S> {
    pub fn new(bytes: S, limit: Rc<Cell<usize>>) -> Self {
        Self { bytes, limit, watch: Watch::new(), over: false }
    }
}

impl<S: Stream<Item = Result<Bytes, PayloadError>> + Unpin> Stream for Guard<S> {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.over {
            return Poll::Ready(None);
        }
        let next = self.bytes.poll_next_unpin(cx);
        if let Poll::Ready(Some(Ok(chunk))) = &next {
            let limit = u64::try_from(self.limit.get()).unwrap_or(u64::MAX);
            if !self.watch.pass(chunk, limit) {
                self.over = true;
                return Poll::Ready(Some(Err(PayloadError::Overflow)));
            }
        }
        next
    }
}

impl Watch {
    const fn new() -> Self {
        Self { header: [0; HEADER], have: 0, body: 0, message: 0, fragments: 0 }
    }

    /// False if a message exceeds the limit.
    fn pass(&mut self, mut chunk: &[u8], limit: u64) -> bool {
        while !chunk.is_empty() {
            if self.body > 0 {
                let skipped = usize::try_from(self.body).unwrap_or(usize::MAX).min(chunk.len());
                chunk = &chunk[skipped..];
                self.body -= u64::try_from(skipped).unwrap_or(self.body);
                continue;
            }
            self.header[self.have] = chunk[0];
            self.have += 1;
            chunk = &chunk[1..];
            if self.have == self.header_length() {
                self.have = 0;
                if !self.begin_frame(limit) {
                    return false;
                }
            }
        }
        true
    }

    /// The total length, if known; the first two bytes determine it.
    fn header_length(&self) -> usize {
        if self.have < 2 {
            return 2;
        }
        let length = match self.header[1] & 0x7f {
            126 => 4,
            127 => 10,
            _ => 2,
        };
        let is_masked = self.header[1] & 0x80 != 0;
        length + if is_masked { 4 } else { 0 }
    }

    fn begin_frame(&mut self, limit: u64) -> bool {
        let header = &self.header;
        self.body = match header[1] & 0x7f {
            126 => u64::from(u16::from_be_bytes([header[2], header[3]])),
            127 => u64::from_be_bytes([header[2], header[3], header[4], header[5], header[6], header[7], header[8], header[9]]),
            short => u64::from(short),
        };
        let (is_last, is_control) = (header[0] & 0x80 != 0, header[0] & 0x08 != 0);
        if is_control {
            return self.body <= limit;
        }
        self.message = self.message.saturating_add(self.body);
        self.fragments += 1;
        let fits = self.message <= limit && self.fragments <= FRAGMENTS;
        if is_last {
            (self.message, self.fragments) = (0, 0);
        }
        fits
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEXT: u8 = 0x81;
    const FIRST: u8 = 0x01;
    const CONTINUE: u8 = 0x00;
    const PING: u8 = 0x89;

    fn frame(kind: u8, length: usize) -> Vec<u8> {
        let mut frame = vec![kind];
        match length {
            0..126 => frame.push(0x80 | u8::try_from(length).expect("is short")),
            126..65_536 => {
                frame.push(0x80 | 0x7e);
                frame.extend(u16::try_from(length).expect("fits").to_be_bytes());
            }
            _ => {
                frame.push(0x80 | 127);
                frame.extend((length as u64).to_be_bytes());
            }
        }
        frame.extend([1, 2, 3, 4]);
        frame.resize(frame.len() + length, 0xff);
        frame
    }

    fn passes(bytes: &[u8], limit: u64) -> bool {
        Watch::new().pass(bytes, limit)
    }

    #[test]
    fn a_claim_is_refused_before_the_body_comes() {
        for header in [
            vec![TEXT, 0x80 | 0x7e, 0x10, 0x01, 0, 0, 0, 0],
            vec![TEXT, 0x80 | 127, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0],
            vec![0x82, 0x80 | 127, 0, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0],
        ] {
            assert!(!passes(&header, 4096), "{header:?}");
        }
        assert!(passes(&[TEXT, 0x80 | 0x7e, 0x10, 0x00, 0, 0, 0, 0], 4096));
    }

    #[test]
    fn the_parts_of_a_message_count_together_and_pings_between_them_do_not() {
        let mut bytes = frame(FIRST, 3000);
        bytes.extend(frame(PING, 100));
        bytes.extend(frame(0x80, 1000));
        bytes.extend(frame(FIRST, 3000));
        assert!(passes(&bytes, 4096));
        bytes.extend(frame(CONTINUE, 1097));
        assert!(!passes(&bytes, 4096));
    }

    #[test]
    fn a_message_is_not_cut_into_a_million_pieces() {
        let bytes: Vec<u8> =
            std::iter::once(frame(FIRST, 0)).chain((0..FRAGMENTS).map(|_| frame(CONTINUE, 0))).flatten().collect();
        assert!(!passes(&bytes, 4096));
    }

    proptest! {
        #[test]
        fn how_the_bytes_are_cut_makes_no_difference(lengths in prop::collection::vec(0usize..5000, 1..6), cut in 1usize..40) {
            let bytes: Vec<u8> = lengths.iter().flat_map(|length| frame(TEXT, *length)).collect();
            let mut watch = Watch::new();
            let in_pieces = bytes.chunks(cut).all(|piece| watch.pass(piece, 4096));
            prop_assert_eq!(in_pieces, lengths.iter().all(|length| *length <= 4096));
        }
    }
}
