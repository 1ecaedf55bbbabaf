//! Shared responses of the sign-in routes.

use actix_web::HttpResponse;

use crate::{api_guard, features::auth::actions::EmailRequested, http::rate_limits::Taken, state::State};

/// The response when a rate limit is exceeded.
pub(super) fn limited(state: &State, taken: Taken) -> HttpResponse {
    api_guard::emptied(state, taken).expect("nothing was taken")
}

/// The response to a request for an email.
pub(super) fn email_requested(state: &State, email_requested: &EmailRequested) -> HttpResponse {
    match email_requested {
        EmailRequested::Done => HttpResponse::Accepted().finish(),
        EmailRequested::TooOften(taken) => limited(state, *taken),
    }
}
