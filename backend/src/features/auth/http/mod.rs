//! The routes of `/auth`. Keys that are not known are refused here.

mod devices;
mod door;
mod password;
mod second_factor;

use actix_web::HttpResponse;

pub use door::{RegisterRequest, TokenPair};

use crate::{
    http::{Routes, error, rate_limits::Taken},
    state::State,
};

/// The answer to whoever found the bucket empty.
fn limited(state: &State, taken: Taken) -> HttpResponse {
    let refusal = taken.allowed(false).expect_err("one was not taken");
    let mut answer = error::respond(refusal);
    taken.write(state.clock.now().as_ms(), Some(false), answer.headers_mut());
    answer
}

pub fn routes(config: &mut impl Routes) {
    door::routes(config);
    devices::routes(config);
    password::routes(config);
    second_factor::routes(config);
}
