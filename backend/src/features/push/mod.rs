//! Web Push: notifications for users whose client is closed or in the background.
//!
//! Invariants:
//! - A subscription belongs to one session and ends with it. When a browser subscribes for another session, the previous
//!   subscription is deleted, so nobody receives notifications of another account.
//! - Only push services are called: those of the browsers, and those that the operator has added. An endpoint is checked when it
//!   is stored and again when it is called; redirects are not followed; responses are not shown to anybody.
//! - A push is a row that is stored in the same write job as its message, so none is lost in a crash; it may be sent twice. Users
//!   without a subscription cost nothing, since they are known from memory.
//! - For each subscription, only the newest message of a channel is queued, so the queue is bounded.
//! - The content is built when a push is sent, from what its user may see then. It is encrypted for the browser (RFC 8291); by
//!   default it contains no names and no text.
//! - The VAPID key (RFC 8292) is derived from the server's key. So a restart, every node and a restored server have the same one
//!   without storing it; it is neither logged nor served. When the server's key is replaced and the previous one is still
//!   configured, the VAPID key remains, masked with the new key. When it is lost, browsers subscribe again.

pub mod actions;
pub mod http;
pub mod payload;
pub mod request;
mod requests;
mod rules;
mod store;
pub mod vapid;
mod view;

use crate::slice::Slice;

pub static SLICE: Slice = Slice {
    routes: http::routes,
    sizes: rules::SIZES,
    rates: rules::RATES,
    message_positions: &[("pushes", "message_id")],
    ..Slice::EMPTY
};
