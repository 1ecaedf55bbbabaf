//! Where a request comes from, and how often its caller may send it.

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

/// Where a request really came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address(pub IpAddr);

/// In the extensions of a request whose caller was found to operate the instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operates;

/// Below this all routes of the API stand.
pub const PREFIX: &str = "/api/v10";

/// The place whose bucket is taken from when a caller names one that they cannot see. No id is 0.
pub const UNSEEN: i64 = 0;

/// Takes from the bucket of one caller; in one channel or guild if the rate counts by place. The gateway's requests share it.
pub fn take(state: &State, rate: Rate, caller: UserId, place: i64) -> Taken {
    state.limiter.take(rate, (caller, (rate.by == By::CallerAndScope).then_some(place)))
}

/// The answer to a caller who does something too often that only the body tells of; `None` if they may.
pub fn overdrawn(state: &State, rate: Rate, caller: UserId, place: i64) -> Option<HttpResponse> {
    emptied(state, take(state, rate, caller, place))
}

/// The answer to whoever found a bucket empty, with all its headers; `None` if one was taken.
pub fn emptied(state: &State, taken: Taken) -> Option<HttpResponse> {
    let mut answer = error::respond(taken.allowed(false).err()?);
    taken.write(state.clock.now().as_ms(), Some(false), answer.headers_mut());
    Some(answer)
}

/// The caller of a request, found out before the request reached its handler.
impl FromRequest for Caller {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(request.extensions().get::<Self>().copied().ok_or_else(|| ApiError::unauthorized().into()))
    }
}
