//! What goes out: the body of the answer to the handshake. The framework asks it for more as long as the socket takes it.
//!
//! Invariants: whatever waits, waits in the session and in the outbox, where it is bounded; what is ready leaves in as few writes as
//! the framework's buffer allows without growing, for it keeps the size it once had. A connection of which nothing waits keeps
//! no buffer here.

use std::{
    cell::RefCell,
    collections::VecDeque,
    convert::Infallible,
    pin::Pin,
    rc::Rc,
    sync::Arc,
    task::{Context, Poll},
};

use actix_web::{
    body::{BodySize, BoxBody, MessageBody},
    web,
};
use bytes::{Bytes, BytesMut};
use bytestring::ByteString;

use super::wire;
use crate::{
    gateway::{
        frames::Notice,
        hub::Hub,
        link::{self, Link},
        members::{Answer, Asked, Part},
        room::Room,
        session::{Item, Session},
        zlib::Zlib,
    },
    state::State,
};

/// What the framework collects for a connection before it writes. The head of an answer fits.
pub const WRITE_BUFFER: usize = 1024;
/// So many bytes leave in one write at most. The framework keeps a buffer that has once held so much, so it is little for what is
/// described, however large a guild is, and until much was told: with what the framework collects it is one page of memory.
const SMALL_CHUNK: usize = 3 * 1024;
const MUCH: usize = 64 * 1024;
const CHUNK: usize = 14 * 1024;

/// What the actor of the connection has for the client. Both are on one thread.
#[derive(Default)]
pub struct Outbox {
    pub session: Option<Arc<Session>>,
    /// Frames without a number.
    pub frames: VecDeque<ByteString>,
    pub pong: Option<Bytes>,
    /// The close frame is on its way, or there is nobody left to send it to.
    pub is_close_sent: bool,
    /// The actor is gone.
    pub is_over: bool,
}

/// The body.
pub struct Outflow {
    pub state: web::Data<State>,
    pub hub: Arc<Hub>,
    pub link: Arc<Link>,
    pub outbox: Rc<RefCell<Outbox>>,
    pub zlib: Option<Zlib>,
    /// What was too long for one write.
    pub rest: BytesMut,
    /// For what is described to this client.
    pub room: Room,
    /// Whether what is leaving was described to this client alone.
    pub is_described: bool,
    /// Bytes of events that have left.
    pub told: usize,
    /// The body that the crate made. The stream of what comes in ends when it is dropped.
    pub _made: BoxBody,
}

impl MessageBody for Outflow {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Result<Bytes, Infallible>>> {
        let this = self.get_mut();
        // Whoever rings from here on wakes this task again.
        let orders = this.link.listen(task.waker());
        let outbox = Rc::clone(&this.outbox);
        let mut outbox = outbox.borrow_mut();
        if this.rest.is_empty() && (outbox.is_close_sent || outbox.is_over) {
            return Poll::Ready(None);
        }
        if this.rest.is_empty() {
            this.room.give_back();
            this.is_described = false;
        }
        this.obey(orders, &mut outbox);
        if outbox.session.is_some()
            && let Some(zlib) = &mut this.zlib
        {
            zlib.compress_from_here(|| this.hub.compress());
        }
        let mut out = std::mem::take(&mut this.rest);
        while out.len() < this.chunk() && !outbox.is_close_sent && this.put_next((&mut outbox, task), &mut out) {}
        if out.is_empty() {
            return Poll::Pending;
        }
        let chunk = this.chunk();
        if out.len() > chunk {
            this.rest = out.split_off(chunk);
        } else if outbox.is_close_sent {
            this.link.close_sent();
        }
        if !this.is_described {
            this.told = this.told.saturating_add(out.len());
        }
        // It is asked again once the socket has taken this.
        this.link.has_more();
        Poll::Ready(Some(Ok(out.freeze())))
    }
}

/// The framework has ended the connection, perhaps because the client is gone.
impl Drop for Outflow {
    fn drop(&mut self) {
        self.outbox.borrow_mut().is_close_sent = true;
        self.link.close_sent();
    }
}

impl Outflow {
    const fn chunk(&self) -> usize {
        if self.is_described || self.told < MUCH { SMALL_CHUNK } else { CHUNK }
    }

    fn obey(&self, orders: u8, outbox: &mut Outbox) {
        if self.link.closing().is_some() {
            return;
        }
        if orders & link::RECONNECT != 0 {
            outbox.frames.push_back(Notice::Reconnect.frame());
        }
        if orders & link::EXPIRING != 0 && outbox.session.as_ref().is_some_and(|session| session.owner.extended) {
            let seconds = self.link.expires_at().since(self.state.clock.monotonic()).as_secs();
            outbox.frames.push_back(Notice::TokenExpiring { seconds }.frame());
        }
    }

    /// Puts what is to be sent next; false if there is nothing. Events go first, so that the answer to a heartbeat says that all
    /// events before it have come; members that were asked for go last, so that they hold nothing up.
    fn put_next(&mut self, (outbox, task): (&mut Outbox, &mut Context<'_>), out: &mut BytesMut) -> bool {
        if let Some(bytes) = outbox.pong.take() {
            wire::put(out, wire::PONG, &[&bytes]);
            return true;
        }
        if let Some(close) = self.link.closing() {
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
            let Self { state, zlib, room, link, is_described, .. } = self;
            let next = outbox.session.as_ref().and_then(|session| session.take(link, |bytes| room.takes(bytes, task)));
            if let Some(dispatch) = next {
                let describe = |item: &Item| {
                    *is_described = true;
                    item.described((&state.cache.read(), &state.presences), dispatch.user, state.clock.now())
                };
                dispatch.with_parts(describe, |head, tail| put(zlib, out, head, tail));
                return true;
            }
            if let Some(frame) = outbox.frames.pop_front() {
                put(&mut self.zlib, out, "", &frame);
                return true;
            }
            let Some(session) = &outbox.session else { return false };
            if !session.answer_next(&self.link, |asked| self.answer(session, asked)) {
                return false;
            }
        }
    }

    fn answer(&self, session: &Session, asked: Asked) -> Option<(Part, Option<Answer>)> {
        let user = session.owner.user;
        let model = self.state.cache.read();
        let answer = match asked {
            Asked::New(ask) => Answer::begin(&model, user, ask)?,
            Asked::Begun(answer) => answer,
        };
        answer.next(&model, user)
    }
}

fn put(zlib: &mut Option<Zlib>, out: &mut BytesMut, head: &str, tail: &str) {
    match zlib {
        Some(zlib) => wire::put(out, wire::BINARY, &[&zlib.put(&[head, tail].concat())]),
        None => wire::put(out, wire::TEXT, &[head.as_bytes(), tail.as_bytes()]),
    }
}
