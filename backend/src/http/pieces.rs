//! Splits responses into chunks. The framework copies each chunk of a body into a buffer of the connection; without splitting, a
//! client that requests much and does not read would hold a copy of all of it in memory.
//!
//! The original body is kept until its last chunk is copied. All such bodies share a budget, beyond which long responses are
//! refused. Static files in the program need no memory, and files on disk are read in chunks.

use std::{
    error::Error,
    pin::Pin,
    sync::atomic::{AtomicUsize, Ordering},
    task::{Context, Poll, ready},
};

use actix_web::{
    body::{BodySize, BoxBody, MessageBody},
    dev::ServiceResponse,
    http::Method,
};
use bytes::Bytes;

use super::error;
use crate::kernel::{ApiError, limits};

/// Maximum size of a chunk. Shorter responses are not counted.
const PIECE: usize = 32 * 1024;

/// Marks a response whose body is static and needs no memory.
pub struct InProgram;

/// A body that is split into chunks.
struct Pieces {
    size: BodySize,
    rest: Bytes,
    /// The part after the current chunk.
    source: BoxBody,
    _held: Option<Held>,
}

/// Bytes of long responses that have not been copied yet.
static HELD: AtomicUsize = AtomicUsize::new(0);

/// The share of one response in them.
struct Held(usize);

impl Held {
    fn take(bytes: usize) -> Option<Self> {
        let more = |held: usize| held.checked_add(bytes).filter(|held| *held <= limits::ANSWER_BYTES);
        HELD.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more).ok().map(|_| Self(bytes))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        HELD.fetch_sub(self.0, Ordering::Relaxed);
    }
}

/// Splits a long body of known length into chunks. Beyond the budget, GET requests are refused with 503.
pub fn in_pieces(answer: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    let size = answer.response().body().size();
    if !matches!(size, BodySize::Sized(bytes) if bytes > PIECE as u64) {
        return answer;
    }
    let is_in_program = answer.response().extensions().contains::<InProgram>();
    let is_get = answer.request().method() == Method::GET;
    let (request, response) = answer.into_parts();
    let (response, body) = response.into_parts();
    let (rest, source, held) = match body.try_into_bytes() {
        Ok(bytes) => {
            let held = if is_in_program { None } else { Held::take(bytes.len()) };
            if held.is_none() && !is_in_program && is_get {
                return ServiceResponse::new(request, error::respond(ApiError::unavailable()));
            }
            (bytes, BoxBody::new(()), held)
        }
        Err(body) => (Bytes::new(), body, None),
    };
    ServiceResponse::new(request, response.set_body(BoxBody::new(Pieces { size, rest, source, _held: held })))
}

impl MessageBody for Pieces {
    type Error = Box<dyn Error>;

    fn size(&self) -> BodySize {
        self.size
    }

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        let this = self.get_mut();
        if this.rest.is_empty() {
            match ready!(Pin::new(&mut this.source).poll_next(context)) {
                Some(Ok(bytes)) => this.rest = bytes,
                ended => return Poll::Ready(ended),
            }
        }
        let length = this.rest.len().min(PIECE);
        Poll::Ready(Some(Ok(this.rest.split_to(length))))
    }
}

/// Replaces the body in the response to HEAD: its length only.
struct Length(BodySize);

/// Drops a body, keeping its headers.
pub fn length_only(body: &BoxBody) -> BoxBody {
    BoxBody::new(Length(body.size()))
}

impl MessageBody for Length {
    type Error = Box<dyn Error>;

    fn size(&self) -> BodySize {
        self.0
    }

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Poll::Ready(None)
    }
}

#[cfg(test)]
mod tests {
    use std::task::Waker;

    use actix_web::{HttpResponse, test::TestRequest};

    use super::*;

    fn answer(method: Method, bytes: Bytes) -> ServiceResponse<BoxBody> {
        TestRequest::with_uri("/").method(method).to_srv_response(HttpResponse::Ok().body(bytes))
    }

    fn read(mut body: BoxBody) -> Vec<u8> {
        let mut read = Vec::new();
        while let Poll::Ready(Some(piece)) = Pin::new(&mut body).poll_next(&mut Context::from_waker(Waker::noop())) {
            let piece = piece.expect("does not fail");
            assert!(piece.len() <= PIECE);
            read.extend_from_slice(&piece);
        }
        read
    }

    #[test]
    fn a_long_body_leaves_in_pieces_and_whole_and_too_many_are_refused() {
        for length in [1, PIECE, PIECE + 1, 3 * PIECE, 1_500_000] {
            let bytes: Bytes = (0..length).map(|index| u8::try_from(index % 251).expect("a byte")).collect();
            let body = in_pieces(answer(Method::GET, bytes.clone())).into_body();
            assert_eq!(body.size(), BodySize::Sized(length as u64));
            assert!(read(body) == bytes, "{length}");
        }
        let most = limits::ANSWER_BYTES;
        let large = in_pieces(answer(Method::GET, vec![0; most].into()));
        let small = || Bytes::from(vec![0; PIECE + 1]);
        assert_eq!(in_pieces(answer(Method::GET, small())).status(), 503);
        assert_eq!(in_pieces(answer(Method::POST, small())).status(), 200, "what is done is told");
        let mut in_program = answer(Method::GET, small());
        in_program.response_mut().extensions_mut().insert(InProgram);
        assert_eq!(in_pieces(in_program).status(), 200);
        assert_eq!(read(large.into_body()).len(), most);
        assert_eq!(in_pieces(answer(Method::GET, small())).status(), 200);
    }
}
