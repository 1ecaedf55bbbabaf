//! The document that the repository has.

/// The document as it is kept in the repository and served. A test compares it with [`document`](super::document).
pub const STORED: &str = include_str!("../../../openapi/openapi.json");
