//! Answers that several routes of sign-in share.

use actix_web::HttpResponse;

use crate::{entry, features::auth::actions::Asked, http::rate_limits::Taken, state::State};

/// The answer to whoever found the bucket empty.
pub(super) fn limited(state: &State, taken: Taken) -> HttpResponse {
    entry::emptied(state, taken).expect("nothing was taken")
}

/// The answer to whoever asked for a letter.
pub(super) fn asked(state: &State, asked: Asked) -> HttpResponse {
    match asked {
        Asked::Done => HttpResponse::Accepted().finish(),
        Asked::TooOften(taken) => limited(state, taken),
    }
}
