//! Request bodies and queries.

use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::{
    config::Registration,
    http::Error,
    kernel::{Cursor, FieldError, Form, Secret, UserId, limits},
};

/// Maximum length of a search text, in code points: no name or address is longer.
const QUERY_LENGTH: usize = 254;

const DEFAULT_LIMIT: i64 = 50;

/// Changes of the settings. Missing fields stay as they are.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateInstanceSettings {
    pub registration: Option<Registration>,
}

/// Changes of an account. Missing fields stay as they are.
#[derive(Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateAccount {
    /// Whether the account is disabled. Disabling ends its sessions at once.
    pub disabled: Option<bool>,
    /// Whether the account is an operator.
    pub operator: Option<bool>,
}

/// The setup token of the server.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetupRequest {
    /// The token that the server printed at its start.
    #[schema(value_type = String)]
    pub setup_token: Secret,
}

/// Which accounts to list. Sorted by id.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AccountsQuery {
    /// A part of a user name, display name or email address, in any case.
    #[param(max_length = 254, example = "alice")]
    pub query: Option<String>,
    pub after: Option<Cursor>,
    /// 1 to 100; 50 by default.
    #[param(minimum = 1, maximum = 100, default = 50)]
    pub limit: Option<i64>,
}

impl AccountsQuery {
    /// # Errors
    /// 400 / 50035 for what is no page of accounts.
    pub fn read(self) -> Result<AccountsPage, Error> {
        let mut form = Form::new();
        let query = self.query.unwrap_or_default();
        if query.chars().count() > QUERY_LENGTH {
            form.note("query", &FieldError::too_long(QUERY_LENGTH));
        }
        let limit = self.limit.unwrap_or(DEFAULT_LIMIT);
        if !(1..=limits::ACCOUNTS_PAGE).contains(&limit) {
            form.note("limit", &FieldError::range(1, limits::ACCOUNTS_PAGE));
        }
        form.finish()?;
        let after = self.after.map_or(UserId::new(0), UserId::from);
        Ok(AccountsPage { query, after, limit: usize::try_from(limit).unwrap_or_default() })
    }
}

/// Which accounts to list.
#[derive(Debug, Clone)]
pub struct AccountsPage {
    /// A part of a user name, display name or email address, in any case.
    pub query: String,
    pub after: UserId,
    pub limit: usize,
}
