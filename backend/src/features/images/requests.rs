//! Request bodies and queries.

use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SizeQuery {
    /// Minimum size in pixels: the smallest stored size of at least that many, or the largest. The largest by default.
    #[param(minimum = 1, maximum = 4096)]
    pub size: Option<u16>,
}
