//! The gateway: events, sent to each client over one WebSocket as they happen.
//!
//! A [`session::GatewaySession`] is the numbered stream of events for one client; a connection is a position in it. The [`Hub`]
//! delivers each event to the sessions that may receive it; each connection sends what its session has queued. The queue
//! ([`replay`]), the session, the connection and the hub depend neither on the web framework nor on sockets.
//!
//! Invariants: sequence numbers of a session rise by 1; a client gets every event once and in order, or is told to start anew;
//! nothing waits for a slow client; every event was allowed when it was queued, and is checked again at replay.

mod address;
mod audience;
mod close;
mod connection;
mod connection_handle;
mod connections;
mod dispatch;
#[cfg(debug_assertions)]
mod fault;
mod frames;
#[cfg(fuzzing)]
pub mod fuzzing;
mod hub;
mod index;
pub mod member_lists;
mod members;
pub mod op;
mod owner;
pub mod payloads;
pub mod probe;
mod ready;
mod replay;
mod requests;
mod room;
pub mod rounds;
mod session;
mod sign_in;
mod zlib;

#[cfg(test)]
mod tests;

pub use address::{GatewayBot, GatewayUrl, routes, socket_routes};
pub use close::Close;
pub use connection::{WRITE_BUFFER, close_code, on_connect, open};
pub use hub::Hub;
