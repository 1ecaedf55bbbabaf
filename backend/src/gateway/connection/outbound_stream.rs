//! Outgoing data: the body of the handshake response. The framework polls it as long as the socket accepts data.
//!
//! Invariants: queued data is in the session and in the outbox, where it is bounded; it is written in as few calls as the
//! framework's buffer allows without growing, since that buffer never shrinks. An idle connection holds no buffer here.

use std::{
    cell::RefCell,
    collections::VecDeque,
    convert::Infallible,
    pin::Pin,
    rc::Rc,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use actix_web::{
    body::{BodySize, BoxBody, MessageBody},
    web,
};
use bytes::Bytes;
use bytestring::ByteString;

use super::wire;
use crate::{
    gateway::{
        connection_handle::{self, ConnectionHandle},
        frames::Notice,
        hub::Hub,
        members::{MemberQuery, MemberResponse, Part},
        room::Room,
        session::{GatewaySession, Item},
        zlib::Zlib,
    },
    kernel::{Monotonic, Scratch},
    state::State,
};

/// What the framework buffers for a connection before it writes. The head of a response fits.
pub const WRITE_BUFFER: usize = 1024;
/// Maximum size of a write. The framework never shrinks a buffer, so a connection keeps the largest size it has used: with the
/// framework's own buffer this is one page of memory.
const CHUNK: usize = 3 * 1024;
/// A buffer that has grown beyond this the framework releases when its bytes are written. More than this leaves at once: in pieces, of
/// which the socket takes parts, it would touch all pages of the buffer that the framework keeps.
const RELEASED: usize = 128 * 1024;
/// The same for a busy connection, which saves system calls.
const BUSY_CHUNK: usize = 14 * 1024;
const SECOND: Duration = Duration::from_secs(1);
/// Bytes of events within a second that make a connection busy.
const BUSY: usize = 256 * 1024;

/// Data from the connection's actor. Both are on one thread.
#[derive(Default)]
pub struct Outbox {
    pub session: Option<Arc<GatewaySession>>,
    /// Frames without a sequence number.
    pub frames: VecDeque<ByteString>,
    pub pong: Option<Bytes>,
    /// The close frame is written, or the client is gone.
    pub is_close_sent: bool,
    /// The actor is gone.
    pub is_over: bool,
}

/// Unsent frames. Holds a buffer of the thread only while there are any.
#[derive(Default)]
pub struct Rest {
    buffer: Option<Scratch>,
    /// Sent bytes of the buffer.
    taken: usize,
}

impl Rest {
    fn len(&self) -> usize {
        self.buffer.as_ref().map_or(0, |buffer| buffer.len() - self.taken)
    }

    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Where the next frame is appended.
    fn buffer(&mut self) -> &mut Vec<u8> {
        let buffer = self.buffer.get_or_insert_with(Scratch::borrow);
        // Removes sent bytes, so that a client that is always behind does not make the buffer grow. Less than a chunk remains.
        buffer.drain(..std::mem::take(&mut self.taken));
        buffer
    }

    /// The next bytes to send, at most `most`.
    fn take(&mut self, most: usize) -> Bytes {
        let Some(buffer) = &self.buffer else { return Bytes::new() };
        let left = &buffer[self.taken..];
        let chunk = Bytes::copy_from_slice(&left[..most.min(left.len())]);
        self.taken += chunk.len();
        chunk
    }
}

/// The send rate of a connection.
#[derive(Default)]
pub struct Pace {
    /// The start of the current second, and its bytes so far.
    second: Option<(Monotonic, usize)>,
    is_busy: bool,
}

impl Pace {
    const fn chunk(&self) -> usize {
        if self.is_busy { BUSY_CHUNK } else { CHUNK }
    }

    fn note(&mut self, bytes: usize, now: Monotonic) {
        let (began, before) = self.second.filter(|(began, _)| now.since(*began) < SECOND).unwrap_or((now, 0));
        self.second = Some((began, before + bytes));
        self.is_busy |= before + bytes > BUSY;
    }
}

/// The body.
pub struct OutboundStream {
    pub state: web::Data<State>,
    pub hub: Arc<Hub>,
    pub handle: Arc<ConnectionHandle>,
    pub outbox: Rc<RefCell<Outbox>>,
    pub zlib: Option<Zlib>,
    /// The rest of what was too long for one write.
    pub rest: Rest,
    /// Memory for what is serialized for this client.
    pub room: Room,
    pub pace: Pace,
    /// The body created by the crate. The stream of incoming messages ends when it is dropped.
    pub _made: BoxBody,
}

impl MessageBody for OutboundStream {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Result<Bytes, Infallible>>> {
        let this = self.get_mut();
        // Later notifications wake this task again.
        let orders = this.handle.listen(task.waker());
        let outbox = Rc::clone(&this.outbox);
        let mut outbox = outbox.borrow_mut();
        if this.rest.is_empty() && (outbox.is_close_sent || outbox.is_over) {
            return Poll::Ready(None);
        }
        if this.rest.is_empty() {
            this.room.give_back();
        }
        this.obey(orders, &mut outbox);
        if outbox.session.is_some()
            && let Some(zlib) = &mut this.zlib
        {
            zlib.compress_from_here(|| this.hub.compress());
        }
        let mut out = std::mem::take(&mut this.rest);
        while out.len() < this.pace.chunk() && !outbox.is_close_sent && this.put_next((&mut outbox, task), out.buffer()) {}
        let chunk = out.take(if out.len() > RELEASED { usize::MAX } else { this.pace.chunk() });
        if chunk.is_empty() {
            return Poll::Pending;
        }
        if !out.is_empty() {
            this.rest = out;
        } else if outbox.is_close_sent {
            this.handle.close_sent();
        }
        // It is polled again once the socket has accepted this.
        this.handle.has_more();
        Poll::Ready(Some(Ok(chunk)))
    }
}

/// The framework has closed the connection, perhaps because the client is gone.
impl Drop for OutboundStream {
    fn drop(&mut self) {
        self.outbox.borrow_mut().is_close_sent = true;
        self.handle.close_sent();
    }
}

impl OutboundStream {
    fn obey(&self, orders: u8, outbox: &mut Outbox) {
        if self.handle.closing().is_some() {
            return;
        }
        if orders & connection_handle::RECONNECT != 0 {
            outbox.frames.push_back(Notice::Reconnect.frame());
        }
        if orders & connection_handle::EXPIRING != 0 && outbox.session.as_ref().is_some_and(|session| session.owner.extended) {
            let seconds = self.handle.expires_at().since(self.state.clock.monotonic()).as_secs();
            outbox.frames.push_back(Notice::TokenExpiring { seconds }.frame());
        }
    }

    /// Appends what is to be sent next; false if there is nothing. Events come first, so that a heartbeat response confirms all
    /// events before it; requested members come last, so that they delay nothing.
    fn put_next(&mut self, (outbox, task): (&mut Outbox, &mut Context<'_>), out: &mut Vec<u8>) -> bool {
        if let Some(bytes) = outbox.pong.take() {
            wire::put(out, wire::PONG, &[&bytes]);
            return true;
        }
        if let Some(close) = self.handle.closing() {
            match outbox.frames.pop_front() {
                Some(frame) => put(&mut self.zlib, out, "", &frame),
                None => {
                    wire::put(out, wire::CLOSE, &[&close.code().to_be_bytes(), close.reason().as_bytes()]);
                    outbox.is_close_sent = true;
                }
            }
            return true;
        }
        loop {
            let Self { state, zlib, room, handle, pace, .. } = self;
            let next = outbox.session.as_ref().and_then(|session| session.take(handle, |bytes| room.takes(bytes, task)));
            if let Some(dispatch) = next {
                let (mut is_shared, before) = (true, out.len());
                let describe = |item: &Item| {
                    is_shared = false;
                    item.described((&state.cache.read(), &state.presences), dispatch.user, state.clock.now())
                };
                dispatch.with_parts(describe, |head, tail| put(zlib, out, head, tail));
                // Serialized objects are large, and sent only once.
                if is_shared {
                    pace.note(out.len() - before, state.clock.monotonic());
                }
                return true;
            }
            if let Some(frame) = outbox.frames.pop_front() {
                put(&mut self.zlib, out, "", &frame);
                return true;
            }
            let Some(session) = &outbox.session else { return false };
            if !session.answer_next(&self.handle, |asked| self.answer(session, asked)) {
                return false;
            }
        }
    }

    fn answer(&self, session: &GatewaySession, asked: MemberQuery) -> Option<(Part, Option<MemberResponse>)> {
        let user = session.owner.user;
        let model = self.state.cache.read();
        let answer = match asked {
            MemberQuery::New(ask) => MemberResponse::begin(&model, user, ask)?,
            MemberQuery::Begun(answer) => answer,
        };
        answer.next(&model, user)
    }
}

fn put(zlib: &mut Option<Zlib>, out: &mut Vec<u8>, head: &str, tail: &str) {
    match zlib {
        Some(zlib) => wire::put(out, wire::BINARY, &[&zlib.put(&[head, tail].concat())]),
        None => wire::put(out, wire::TEXT, &[head.as_bytes(), tail.as_bytes()]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_buffer_of_a_client_that_is_always_behind_does_not_grow() {
        let mut rest = Rest::default();
        for round in 0..10_000_u32 {
            while rest.len() < CHUNK {
                rest.buffer().extend_from_slice(&[1; 500]);
            }
            assert_eq!(rest.take(CHUNK).len(), CHUNK);
            assert!(rest.buffer.as_ref().is_some_and(|buffer| buffer.len() < 2 * CHUNK), "round {round}");
        }
    }
}
