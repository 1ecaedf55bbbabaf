//! Checks before the handler of every API request. A route is declared once, with [`endpoint!`], and the checks follow from the
//! declaration: see [`admission`].

mod admission;
mod caller;
mod endpoint;
mod local;
mod routes;

pub use admission::{unknown_path, wrong_method};
pub use caller::{Address, Operates, PREFIX, UNSEEN, emptied, overdrawn, take};
pub(crate) use endpoint::endpoint;
pub use endpoint::{Endpoint, Undecided};
pub use local::is_local;
pub use routes::Routes;
