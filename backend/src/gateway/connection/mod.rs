//! One connection: an actor that hears a client and sends what its session has for it.
//!
//! Invariants: it never waits for its client; what waits to be sent is bounded, here and in the session; once it is closing
//! it hears nothing more, and whether or not the client takes the close frame, it is gone a few seconds later.

mod commands;
mod descriptor;
mod guard;
mod opening;
mod pump;

use std::{cell::Cell, collections::VecDeque, rc::Rc, sync::Arc, time::Duration};

use actix::{Actor, ActorContext, AsyncContext, Context, StreamHandler};
use actix_web::{HttpRequest, HttpResponse, web};
use actix_ws::{AggregatedMessage, CloseCode, CloseReason, Message, ProtocolError};
use bytes::Bytes;
use bytestring::ByteString;
use url::form_urlencoded;

pub use descriptor::on_connect;
pub use opening::{close_code, open};

use self::{descriptor::Descriptor, pump::Pump};
use super::{
    close::Close,
    frames::Notice,
    hub::Hub,
    link::{self, Link},
    members::Answer,
    ready::Origin,
    requests::Lanes,
    session::{Asked, Session},
    zlib::Zlib,
};
use crate::{
    events::{Audience, Envelope},
    kernel::limits,
    observe::metrics::{BROKEN, metrics},
    state::State,
};

/// Frames without a number that may wait. More come only from a client that asks and does not read.
const OUTBOX: usize = 256;
/// A client has so long to take the close frame and to close.
const CLOSE_WITHIN: Duration = Duration::from_secs(5);
/// One that has not read before is not given longer than this.
const CLOSE_SLOW_WITHIN: Duration = Duration::from_secs(1);

/// What a connection is made in.
pub struct Place {
    pub state: web::Data<State>,
    pub hub: Arc<Hub>,
    pub link: Arc<Link>,
    /// The gateway's address as the client reaches it.
    pub url: String,
}

pub struct Connection {
    state: web::Data<State>,
    hub: Arc<Hub>,
    link: Arc<Link>,
    origin: Origin,
    socket: actix_ws::Session,
    descriptor: Option<Descriptor>,
    session: Option<Arc<Session>>,
    /// How long a client's message may be.
    limit: Rc<Cell<usize>>,
    zlib: Option<Zlib>,
    lanes: Lanes,
    /// An IDENTIFY was refused for coming too often; the next such one ends the connection.
    warned: bool,
    outbox: VecDeque<ByteString>,
    pong: Option<Bytes>,
    closing: Option<Close>,
    is_close_sent: bool,
    is_inbound_over: bool,
    said_goodbye: bool,
    /// It ended in the middle.
    is_broken: bool,
}

/// What the query of the address says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Wanted {
    /// `None` for one that is not served.
    version: Option<u8>,
    compressed: bool,
}

impl Wanted {
    fn read(query: &str) -> Self {
        let mut wanted = Self { version: Some(10), compressed: false };
        for (key, value) in form_urlencoded::parse(query.trim_start_matches('?').as_bytes()) {
            match (&*key, &*value) {
                ("v", "9") => wanted.version = wanted.version.and(Some(9)),
                ("v", "10") | ("encoding", "json") => {}
                ("v" | "encoding", _) => wanted.version = None,
                // Whoever asks for another compression takes plain text, too.
                ("compress", how) => wanted.compressed = how == "zlib-stream",
                _ => {}
            }
        }
        wanted
    }
}

/// Makes a connection of a request.
///
/// # Errors
/// When the request is no handshake.
pub fn start(request: &HttpRequest, body: web::Payload, place: Place) -> Result<HttpResponse, actix_web::Error> {
    let limit = Rc::new(Cell::new(limits::FRAME_BYTES_BEFORE_IDENTIFY));
    let (response, socket, messages) = opening::open(request, body, limit.clone())?;
    let wanted = Wanted::read(request.query_string());
    let descriptor = request.conn_data::<Descriptor>().cloned();
    let Place { state, hub, link, url } = place;
    Connection::create(|context| {
        context.add_stream(messages);
        Connection {
            zlib: wanted.compressed.then(|| hub.compress()).flatten().map(Zlib::new),
            origin: Origin { version: wanted.version.unwrap_or(10), url },
            closing: wanted.version.is_none().then_some(Close::InvalidVersion),
            state,
            hub,
            link,
            socket,
            descriptor,
            session: None,
            limit,
            lanes: Lanes::default(),
            warned: false,
            outbox: VecDeque::new(),
            pong: None,
            is_close_sent: false,
            is_inbound_over: false,
            said_goodbye: false,
            is_broken: false,
        }
    });
    Ok(response)
}

impl Actor for Connection {
    type Context = Context<Self>;

    fn started(&mut self, context: &mut Context<Self>) {
        self.say(Notice::Hello);
        if let Some(close) = self.closing.take() {
            self.close(close, context);
        }
        context.spawn(Pump);
    }

    fn stopped(&mut self, _: &mut Context<Self>) {
        metrics().closed(self.closing.filter(|_| !self.is_broken).map_or(BROKEN, Close::code));
        self.hub.disconnect(&self.link, self.session.as_deref(), self.said_goodbye);
    }
}

impl StreamHandler<Result<AggregatedMessage, ProtocolError>> for Connection {
    fn handle(&mut self, message: Result<AggregatedMessage, ProtocolError>, context: &mut Context<Self>) {
        if self.closing.is_some() {
            return;
        }
        match message {
            Ok(AggregatedMessage::Text(text)) => self.hear(text.as_bytes(), context),
            Ok(AggregatedMessage::Binary(bytes)) => self.hear(&bytes, context),
            Ok(AggregatedMessage::Ping(bytes)) => {
                if self.may_hear_one_more(context) {
                    self.pong = Some(bytes);
                    self.link.order(link::NEWS);
                }
            }
            Ok(AggregatedMessage::Pong(_)) => {
                self.may_hear_one_more(context);
            }
            Ok(AggregatedMessage::Close(reason)) => {
                let code = reason.map(|reason| reason.code);
                self.said_goodbye = matches!(code, Some(CloseCode::Normal | CloseCode::Away));
                self.close(Close::Normal, context);
            }
            Err(error) => {
                self.is_broken = opening::is_broken(&error);
                self.close(opening::wrong(&error), context);
            }
        }
    }

    fn finished(&mut self, context: &mut Context<Self>) {
        self.is_inbound_over = true;
        if self.closing.is_none() || self.is_close_sent {
            context.stop();
        }
    }
}

impl Connection {
    /// Queues a frame without a number.
    fn say(&mut self, notice: Notice) {
        self.send(notice.frame());
    }

    fn send(&mut self, frame: ByteString) {
        if self.outbox.len() >= OUTBOX {
            return self.link.close(Close::SlowConsumer);
        }
        self.outbox.push_back(frame);
        self.link.order(link::NEWS);
    }

    fn close(&mut self, close: Close, context: &mut Context<Self>) {
        if self.closing.is_some() {
            return;
        }
        self.closing = Some(close);
        self.link.order(link::NEWS);
        let within = if close == Close::SlowConsumer { CLOSE_SLOW_WITHIN } else { CLOSE_WITHIN };
        context.run_later(within, |connection, context| {
            if let Some(descriptor) = &connection.descriptor {
                descriptor.cut();
            }
            context.stop();
        });
    }

    fn close_sent(&mut self, context: &mut Context<Self>) {
        self.is_close_sent = true;
        if self.is_inbound_over {
            context.stop();
        }
    }

    fn obey_orders(&mut self, orders: u8, context: &mut Context<Self>) {
        if let Some(close) = self.link.closing() {
            self.close(close, context);
        }
        if self.closing.is_some() {
            return;
        }
        if orders & link::RECONNECT != 0 {
            self.say(Notice::Reconnect);
        }
        if orders & link::EXPIRING != 0 && self.is_extended() {
            let seconds = self.link.expires_at().since(self.state.clock.now()).as_secs();
            self.say(Notice::TokenExpiring { seconds });
        }
    }

    fn is_extended(&self) -> bool {
        self.session.as_ref().is_some_and(|session| session.owner.extended)
    }

    /// What is to be sent next, if anything. Events go first, so that the answer to a heartbeat says that all events before
    /// it have come; members that were asked for go last, so that they hold nothing up.
    fn next_message(&mut self) -> Option<Message> {
        if let Some(bytes) = self.pong.take() {
            return Some(Message::Pong(bytes));
        }
        if let Some(close) = self.closing {
            return Some(self.outbox.pop_front().map_or_else(|| close_frame(close), |frame| self.encoded(frame)));
        }
        let session = self.session.clone();
        loop {
            let event = session.as_ref().and_then(|session| session.take(&self.link));
            if let Some(frame) = event.or_else(|| self.outbox.pop_front()) {
                return Some(self.encoded(frame));
            }
            let session = session.as_ref()?;
            if !session.answer_next(&self.link, |asked| self.answer(session, asked)) {
                return None;
            }
        }
    }

    fn encoded(&mut self, frame: ByteString) -> Message {
        match &mut self.zlib {
            Some(zlib) => Message::Binary(zlib.compress(&frame)),
            None => Message::Text(frame),
        }
    }

    fn answer(&self, session: &Session, asked: Asked) -> Option<(Envelope, Option<Answer>)> {
        let user = session.owner.user;
        let model = self.state.cache.read();
        let answer = match asked {
            Asked::New(ask) => Answer::begin(&model, user, ask)?,
            Asked::Begun(answer) => answer,
        };
        let (part, rest) = answer.tell(&model, user, &self.state.presences)?;
        Some((Envelope::new(Audience::User(user), &part), rest))
    }
}

fn close_frame(close: Close) -> Message {
    let description = Some(close.reason().to_owned());
    Message::Close(Some(CloseReason { code: CloseCode::from(close.code()), description }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_query_is_read_as_the_libraries_send_it() {
        let plain = Wanted { version: Some(10), compressed: false };
        for query in ["", "v=10", "v=10&encoding=json", "?v=10&encoding=json&compress=zstd-stream", "x=1"] {
            assert_eq!(Wanted::read(query), plain, "{query}");
        }
        assert_eq!(Wanted::read("v=9&compress=zlib-stream&encoding=json"), Wanted { version: Some(9), compressed: true });
        for query in ["v=8", "v=11", "v=", "encoding=etf&v=10"] {
            assert_eq!(Wanted::read(query).version, None, "{query}");
        }
    }
}
