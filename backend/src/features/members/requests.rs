//! Request bodies and queries.

use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::kernel::{Cursor, Patch};

/// Changes of the caller's membership.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct UpdateOwnMember {
    /// 1 to 32 code points; null or empty resets it.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub nick: Patch<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MembersQuery {
    /// 1 to 1000; 1 by default.
    #[param(minimum = 1, maximum = 1000, default = 1)]
    pub limit: Option<i64>,
    /// Only members with greater user ids.
    pub after: Option<Cursor>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SearchQuery {
    /// The beginning of a user name, display name or nickname.
    pub query: String,
    /// 1 to 1000; 1 by default.
    #[param(minimum = 1, maximum = 1000, default = 1)]
    pub limit: Option<i64>,
}
