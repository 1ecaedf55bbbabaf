//! How requests come in and answers go out: liberal bodies, one error body, headers, rate limits, the built web client.

pub mod body;
pub mod error;
pub mod fallback;
pub mod headers;
pub mod origin;
pub mod panics;
pub mod params;
pub mod rate_limits;
pub mod request_id;
pub mod routes;
pub mod upload;
pub mod url_secrets;
pub mod versions;
pub mod web_client;

pub use body::{Body, Items};
pub use error::{Error, ErrorBody};
pub use params::{Flag, Params, Segments};
pub use routes::Routes;
pub use upload::Upload;
