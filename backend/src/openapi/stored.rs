//! The document stored in the repository.

/// The document as stored in the repository and served. A test compares it with [`document`](super::document).
pub const STORED: &str = include_str!("../../../openapi/openapi.json");
