//! Responses of sign-in.

use serde::Serialize;
use utoipa::ToSchema;

use crate::wire::user::CurrentUser;

/// The tokens of a session.
#[derive(Debug, Serialize, ToSchema)]
pub struct TokenPair {
    /// For the header `Authorization: Bearer …`.
    pub access_token: String,
    /// For one refresh. Absent for the web client, which receives it as a cookie.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(examples("r0uN7Fq2xkO3m1c9Zt5bV8dYwLsEaGh4PjXiQ6nTKyA"))]
    pub refresh_token: Option<String>,
    /// Always `bearer`.
    #[schema(examples("bearer"))]
    pub token_type: &'static str,
    /// Seconds until the access token expires.
    #[schema(examples(600))]
    pub expires_in: u64,
    pub user: CurrentUser,
}

/// The account is created once the address is confirmed.
#[derive(Debug, Serialize, ToSchema)]
pub struct RegistrationPending {
    #[schema(examples("alice@example.org"))]
    pub email: String,
}

/// The token response of OAuth 2.
#[derive(Debug, Serialize, ToSchema)]
pub struct OAuthToken {
    pub access_token: String,
    #[schema(examples("bearer"))]
    pub token_type: &'static str,
    /// In seconds.
    #[schema(examples(600))]
    pub expires_in: u64,
    pub refresh_token: String,
}
