//! The routes of `/auth`. Keys that are not known are refused here.

mod address;
mod devices;
mod door;
mod links;
mod password;
mod second_factor;

use actix_web::HttpResponse;

pub use devices::LogoutAllRequest;
pub use door::{RegisterRequest, TokenPair};
pub use links::ResetPasswordRequest;

use crate::{
    entry::{self, Routes},
    features::auth::actions::Asked,
    http::rate_limits::Taken,
    state::State,
};

/// The answer to whoever found the bucket empty.
fn limited(state: &State, taken: Taken) -> HttpResponse {
    entry::emptied(state, taken).expect("nothing was taken")
}

/// The answer to whoever asked for a letter.
fn asked(state: &State, asked: Asked) -> HttpResponse {
    match asked {
        Asked::Done => HttpResponse::Accepted().finish(),
        Asked::TooOften(taken) => limited(state, taken),
    }
}

pub fn routes(routes: &mut Routes) {
    door::routes(routes);
    links::routes(routes);
    address::routes(routes);
    devices::routes(routes);
    password::routes(routes);
    second_factor::routes(routes);
}
