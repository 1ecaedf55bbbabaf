//! The address and the rate limits of a caller.

use std::{
    future::{Ready, ready},
    net::IpAddr,
};

use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, dev::Payload};

use crate::{
    access::Caller,
    http::{Error, error, rate_limits::Taken},
    kernel::{
        ApiError, UserId,
        limits::{By, Rate},
    },
    state::State,
};

/// The real address of the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address(pub IpAddr);

/// Extension of a request whose caller is an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operates;

/// Prefix of all API routes.
pub const PREFIX: &str = "/api/v10";

/// The scope that is counted if the caller cannot view the named one. No id is 0.
pub const UNSEEN: i64 = 0;

/// Takes from a rate limit of a caller; by channel or guild if the rate counts by scope. The gateway's requests share it.
pub fn take(state: &State, rate: Rate, caller: UserId, place: i64) -> Taken {
    state.limiter.take(rate, (caller, (rate.by == By::CallerAndScope).then_some(place)))
}

/// The response when a rate limit that depends on the body is exceeded; `None` otherwise.
pub fn overdrawn(state: &State, rate: Rate, caller: UserId, place: i64) -> Option<HttpResponse> {
    emptied(state, take(state, rate, caller, place))
}

/// The response when a rate limit is exceeded, with all its headers; `None` otherwise.
pub fn emptied(state: &State, taken: Taken) -> Option<HttpResponse> {
    let mut answer = error::respond(taken.allowed(false).err()?);
    taken.write(state.clock.now().as_ms(), Some(false), answer.headers_mut());
    Some(answer)
}

/// The caller, authenticated before the request reached its handler.
impl FromRequest for Caller {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(request.extensions().get::<Self>().copied().ok_or_else(|| ApiError::unauthorized().into()))
    }
}
