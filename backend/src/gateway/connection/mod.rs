//! A connection: an actor that receives the client's frames and sends its session's events.
//!
//! Invariants: it never waits for its client; its outgoing data is bounded, here and in the session; once it is closing it
//! processes no frames, and a few seconds later it is gone, whether or not the client accepts the close frame.

mod commands;
mod descriptor;
mod guard;
mod opening;
mod outbound_stream;
mod wire;

use std::{
    cell::{Cell, RefCell},
    pin::Pin,
    rc::Rc,
    sync::Arc,
    task::{Context as TaskContext, Poll},
    time::Duration,
};

use actix::{Actor, ActorContext, AsyncContext, Context, StreamHandler, fut::ActorFuture};
use actix_web::{HttpRequest, HttpResponse, body::MessageBody, web};
use actix_ws::{AggregatedMessage, CloseCode, ProtocolError};
use bytestring::ByteString;
pub use descriptor::on_connect;
pub use opening::{close_code, open};
pub use outbound_stream::WRITE_BUFFER;
use url::form_urlencoded;

use self::{
    descriptor::Descriptor,
    outbound_stream::{OutboundStream, Outbox, Pace, Rest},
};
use super::{
    close::Close,
    connection_handle::{self, ConnectionHandle},
    frames::Notice,
    hub::Hub,
    ready::Origin,
    requests::Lanes,
    session::GatewaySession,
    zlib::Zlib,
};
use crate::{
    kernel::limits,
    observe::metrics::{BROKEN, metrics},
    state::State,
};

/// Maximum of queued frames without a sequence number. Only a client that sends requests without reading causes more.
const OUTBOX: usize = 256;
/// Time limit for the client to read the close frame and to close.
const CLOSE_WITHIN: Duration = Duration::from_secs(5);
/// The same for a client that has not read before.
const CLOSE_SLOW_WITHIN: Duration = Duration::from_secs(1);

/// The context of a new connection.
pub struct Handshake {
    pub state: web::Data<State>,
    pub hub: Arc<Hub>,
    pub handle: Arc<ConnectionHandle>,
    /// The gateway's URL as the client reaches it.
    pub url: String,
}

pub struct Connection {
    state: web::Data<State>,
    hub: Arc<Hub>,
    handle: Arc<ConnectionHandle>,
    origin: Origin,
    version_is_served: bool,
    descriptor: Option<Descriptor>,
    session: Option<Arc<GatewaySession>>,
    /// Maximum size of a client's message.
    limit: Rc<Cell<usize>>,
    lanes: Lanes,
    /// An IDENTIFY exceeded the rate limit; the next such one closes the connection.
    warned: bool,
    outbox: Rc<RefCell<Outbox>>,
    is_inbound_over: bool,
    said_goodbye: bool,
    /// The connection was lost.
    is_broken: bool,
}

/// The query of the URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct ConnectionOptions {
    /// `None` for an unsupported version.
    version: Option<u8>,
    compressed: bool,
}

impl ConnectionOptions {
    fn read(query: &str) -> Self {
        let mut options = Self { version: Some(10), compressed: false };
        for (key, value) in form_urlencoded::parse(query.trim_start_matches('?').as_bytes()) {
            match (&*key, &*value) {
                ("v", "9") => options.version = options.version.and(Some(9)),
                ("v", "10") | ("encoding", "json") => {}
                ("v" | "encoding", _) => options.version = None,
                // Clients that request another compression accept plain text, too.
                ("compress", how) => options.compressed = how == "zlib-stream",
                _ => {}
            }
        }
        options
    }
}

/// Opens a connection for a request.
///
/// # Errors
/// If the request is no handshake.
pub fn start(request: &HttpRequest, body: web::Payload, handshake: Handshake) -> Result<HttpResponse, actix_web::Error> {
    let limit = Rc::new(Cell::new(limits::FRAME_BYTES_BEFORE_IDENTIFY));
    // Outgoing data bypasses the channel of the crate, which would need another task for each event.
    let (response, _, messages) = opening::open(request, body, limit.clone())?;
    let options = ConnectionOptions::read(request.query_string());
    let descriptor = request.conn_data::<Descriptor>().cloned();
    if let Some(descriptor) = &descriptor {
        descriptor.becomes_gateway();
    }
    let Handshake { state, hub, handle, url } = handshake;
    let outbox = Rc::<RefCell<Outbox>>::default();
    let zlib = options.compressed.then(Zlib::default);
    let (own, sending, its_hub, its_link) = (Rc::clone(&outbox), state.clone(), Arc::clone(&hub), Arc::clone(&handle));
    Connection::create(|context| {
        context.add_stream(messages);
        Connection {
            origin: Origin { version: options.version.unwrap_or(10), url },
            version_is_served: options.version.is_some(),
            state,
            hub,
            handle,
            descriptor,
            session: None,
            limit,
            lanes: Lanes::default(),
            warned: false,
            outbox: own,
            is_inbound_over: false,
            said_goodbye: false,
            is_broken: false,
        }
    });
    let body = |made| OutboundStream {
        state: sending,
        room: its_hub.room(),
        hub: its_hub,
        handle: its_link,
        outbox,
        zlib,
        rest: Rest::default(),
        pace: Pace::default(),
        _made: made,
    };
    Ok(response.map_body(|_, made| body(made).boxed()))
}

impl Actor for Connection {
    type Context = Context<Self>;

    fn started(&mut self, context: &mut Context<Self>) {
        self.say(Notice::Hello);
        if !self.version_is_served {
            self.handle.close(Close::InvalidVersion);
        }
        context.spawn(End::default());
    }

    fn stopped(&mut self, _: &mut Context<Self>) {
        metrics().closed(self.handle.closing().filter(|_| !self.is_broken).map_or(BROKEN, Close::code));
        self.outbox.borrow_mut().is_over = true;
        self.handle.order(connection_handle::NEWS);
        self.hub.disconnect(&self.handle, self.session.as_deref(), self.said_goodbye);
    }
}

impl StreamHandler<Result<AggregatedMessage, ProtocolError>> for Connection {
    fn handle(&mut self, message: Result<AggregatedMessage, ProtocolError>, context: &mut Context<Self>) {
        if self.handle.closing().is_some() {
            return;
        }
        match message {
            Ok(AggregatedMessage::Text(text)) => self.hear(text.as_bytes(), context),
            Ok(AggregatedMessage::Binary(bytes)) => self.hear(&bytes, context),
            Ok(AggregatedMessage::Ping(bytes)) => {
                if self.may_hear_one_more() {
                    self.outbox.borrow_mut().pong = Some(bytes);
                    self.handle.order(connection_handle::NEWS);
                }
            }
            Ok(AggregatedMessage::Pong(_)) => {
                self.may_hear_one_more();
            }
            Ok(AggregatedMessage::Close(reason)) => {
                let code = reason.map(|reason| reason.code);
                self.said_goodbye = matches!(code, Some(CloseCode::Normal | CloseCode::Away));
                self.handle.close(Close::Normal);
            }
            Err(error) => {
                self.is_broken = opening::is_broken(&error);
                self.handle.close(opening::wrong(&error));
            }
        }
    }

    fn finished(&mut self, context: &mut Context<Self>) {
        self.is_inbound_over = true;
        if self.handle.closing().is_none() || self.outbox.borrow().is_close_sent {
            context.stop();
        }
    }
}

impl Connection {
    /// Queues a frame without a sequence number.
    fn say(&mut self, notice: Notice) {
        self.send(notice.frame());
    }

    fn send(&mut self, frame: ByteString) {
        let frames = &mut self.outbox.borrow_mut().frames;
        if frames.len() >= OUTBOX {
            return self.handle.close(Close::SlowConsumer);
        }
        frames.push_back(frame);
        self.handle.order(connection_handle::NEWS);
    }

    /// Gives the client time to read the close frame.
    fn end_soon(close: Close, context: &mut Context<Self>) {
        let within = if close == Close::SlowConsumer { CLOSE_SLOW_WITHIN } else { CLOSE_WITHIN };
        context.run_later(within, |connection, context| {
            if let Some(descriptor) = &connection.descriptor {
                descriptor.cut();
            }
            context.stop();
        });
    }

    fn is_extended(&self) -> bool {
        self.session.as_ref().is_some_and(|session| session.owner.extended)
    }
}

/// Closes the connection: no more frames are processed, and it ends once the close frame is sent.
#[derive(Default)]
struct End {
    has_begun: bool,
}

impl ActorFuture<Connection> for End {
    type Output = ();

    fn poll(
        mut self: Pin<&mut Self>,
        connection: &mut Connection,
        context: &mut Context<Connection>,
        task: &mut TaskContext<'_>,
    ) -> Poll<()> {
        connection.handle.listen_for_end(task.waker());
        if let Some(close) = connection.handle.closing().filter(|_| !self.has_begun) {
            self.has_begun = true;
            Connection::end_soon(close, context);
        }
        if !connection.outbox.borrow().is_close_sent {
            return Poll::Pending;
        }
        if connection.is_inbound_over {
            context.stop();
        }
        Poll::Ready(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_query_is_read_as_the_libraries_send_it() {
        let plain = ConnectionOptions { version: Some(10), compressed: false };
        for query in ["", "v=10", "v=10&encoding=json", "?v=10&encoding=json&compress=zstd-stream", "x=1"] {
            assert_eq!(ConnectionOptions::read(query), plain, "{query}");
        }
        assert_eq!(
            ConnectionOptions::read("v=9&compress=zlib-stream&encoding=json"),
            ConnectionOptions { version: Some(9), compressed: true }
        );
        for query in ["v=8", "v=11", "v=", "encoding=etf&v=10"] {
            assert_eq!(ConnectionOptions::read(query).version, None, "{query}");
        }
    }
}
