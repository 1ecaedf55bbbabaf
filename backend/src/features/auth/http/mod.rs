//! The routes of `/auth`. Keys that are not known are refused here.

mod address;
mod answers;
mod devices;
mod door;
mod links;
mod password;
mod second_factor;

use answers::{asked, limited};

use crate::entry::Routes;

pub fn routes(routes: &mut Routes) {
    door::routes(routes);
    links::routes(routes);
    address::routes(routes);
    devices::routes(routes);
    password::routes(routes);
    second_factor::routes(routes);
}
