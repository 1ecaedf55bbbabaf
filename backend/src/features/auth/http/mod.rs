//! The routes of `/auth`. Keys that are not known are refused here.

mod address;
mod devices;
mod door;
mod links;
mod password;
mod second_factor;

use actix_web::HttpResponse;

pub use door::{RegisterRequest, TokenPair};

use crate::{
    entry,
    features::auth::actions::Asked,
    http::{Routes, rate_limits::Taken},
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

pub fn routes(config: &mut impl Routes) {
    door::routes(config);
    links::routes(config);
    address::routes(config);
    devices::routes(config);
    password::routes(config);
    second_factor::routes(config);
}
