//! HTTP: request bodies, errors, headers, rate limits, the built web client.

pub mod bodies;
pub mod body;
pub mod connections;
pub mod encoding;
pub mod error;
pub mod forwarded;
#[cfg(fuzzing)]
pub mod fuzzing;
pub mod headers;
pub mod origin;
pub mod panics;
pub mod params;
pub mod pieces;
pub mod policy;
pub mod rate_limits;
pub mod request_id;
pub mod upload;
pub mod url_secrets;
pub mod versions;
pub mod web_client;

pub use body::{Items, Json};
pub use error::{Error, ErrorBody};
pub use params::{Flag, Path, Query};
pub use upload::Upload;
