//! Web Push: what reaches a person whose client is closed or not looked at.
//!
//! Invariants:
//! - A subscription belongs to one session and ends with it, at the latest when that is revoked. A browser that subscribes for another
//!   session is taken away from the one before, so nobody gets what is somebody else's.
//! - Only push services are called: those of the browsers and those that the operator named. An address is checked when it comes in and
//!   again when it is called; redirects are not followed; what is answered is not shown to anybody.
//! - A push waits as a row that is stored in the same turn as its message, so there is none for a message that is not stored, and none is
//!   lost by a crash; it may come twice. Who has no subscription costs nothing: that is known from memory.
//! - Of one channel only the push of the newest message waits for a subscription, so what waits is bounded.
//! - What a push says is made when it is sent, for who may see the message then. It is encrypted for the browser (RFC 8291); without the
//!   person's leave it names nobody and quotes nothing.
//! - The key that push services know this instance by (RFC 8292) is derived from the server's key. So a restart, every node and a server
//!   that was restored have the same one without keeping it anywhere; it is neither logged nor served. When that key is replaced and
//!   the one before it is given as well, this one stays, masked with the new key. When it is lost, browsers subscribe anew.

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
