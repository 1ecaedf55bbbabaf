//! Routes of `/auth`. Unknown keys in bodies are rejected.

mod address;
mod answers;
mod devices;
mod links;
mod password;
mod second_factor;
mod sign_in;

use answers::{email_requested, limited};

use crate::api_guard::Routes;

pub fn routes(routes: &mut Routes) {
    sign_in::routes(routes);
    links::routes(routes);
    address::routes(routes);
    devices::routes(routes);
    password::routes(routes);
    second_factor::routes(routes);
}
