//! The gateway: what happens, told to clients while it happens, over one WebSocket each.
//!
//! A [`session::GatewaySession`] is what one client is told, numbered; a connection is a place in it. The [`Hub`] gives each event
//! to the sessions that may know it; each connection sends what its session has for it. The queue ([`replay`]), the
//! session, the connection and the hub know neither the web framework nor sockets.
//!
//! Invariants: numbers of a session rise by 1; a client is told everything once and in order, or is told that it must
//! begin anew; nobody waits for a slow client; every frame that goes out was allowed when it was queued, and is checked
//! again when it is replayed.

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
