//! Answers about what there is none of. Libraries ask for some of it while they start, and go no further after an error.

pub mod http;

use crate::slice::Slice;

pub static SLICE: Slice = Slice { routes: http::routes, ..Slice::EMPTY };
