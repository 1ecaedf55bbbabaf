//! Answers that several routes of sign-in share.

use actix_web::HttpResponse;

use crate::{api_guard, features::auth::actions::EmailRequested, http::rate_limits::Taken, state::State};

/// The answer to whoever found the bucket empty.
pub(super) fn limited(state: &State, taken: Taken) -> HttpResponse {
    api_guard::emptied(state, taken).expect("nothing was taken")
}

/// The answer to whoever asked for a letter.
pub(super) fn email_requested(state: &State, email_requested: EmailRequested) -> HttpResponse {
    match email_requested {
        EmailRequested::Done => HttpResponse::Accepted().finish(),
        EmailRequested::TooOften(taken) => limited(state, taken),
    }
}
