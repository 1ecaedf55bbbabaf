//! Request bodies and queries.

use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::{http::Flag, kernel::Unbuilt};

/// An invite to create.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct CreateInvite {
    /// Seconds until the invite expires, 0 to 604800. 0 is never; a day by default.
    #[schema(examples(86400), minimum = 0, maximum = 604800)]
    pub max_age: Option<i64>,
    /// Maximum number of uses, 0 to 100. 0, the default, is unlimited.
    #[schema(examples(0), minimum = 0, maximum = 100)]
    pub max_uses: Option<i64>,
    #[serde(default)]
    pub temporary: Unbuilt,
    /// Whether to create a new invite even if an unlimited one exists.
    pub unique: Option<bool>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct InviteQuery {
    /// Whether to include the numbers of members and online members.
    #[serde(default)]
    #[param(value_type = bool)]
    pub with_counts: Flag,
}
