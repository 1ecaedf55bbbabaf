//! Empty responses for unsupported features. Libraries request some of them at start-up, and stop after an error.

pub mod http;

use crate::slice::Slice;

pub static SLICE: Slice = Slice { routes: http::routes, ..Slice::EMPTY };
