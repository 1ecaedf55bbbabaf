//! Request bodies. Unknown keys are rejected.

use serde::Deserialize;
use utoipa::ToSchema;

use crate::kernel::Secret;

/// An account to register.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterRequest {
    #[schema(format = Email, max_length = 254, examples("alice@example.org"))]
    pub email: String,
    /// `[a-z0-9_.]`; uppercase letters are converted.
    #[schema(min_length = 2, max_length = 32, examples("alice"))]
    pub username: String,
    /// Any characters; passwords that are guessed easily are refused.
    #[schema(value_type = String, format = Password, min_length = 10, max_length = 128, examples("correct horse battery"))]
    pub password: Secret,
    /// Display name.
    #[schema(min_length = 1, max_length = 32, examples("Олена"))]
    pub display_name: Option<String>,
    /// The code of an invite, if registration requires one. It does not join the guild; use the invite for that.
    #[schema(examples("mJd7kQxv"))]
    pub invite: Option<String>,
    /// The setup token that the server printed at its start. It makes the account the first operator.
    #[schema(value_type = Option<String>)]
    pub setup_token: Option<Secret>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignInRequest {
    #[schema(examples("alice@example.org"))]
    pub email: String,
    #[schema(value_type = String, format = Password, examples("correct horse battery"))]
    pub password: Secret,
    /// A code of the second factor or a recovery code, if the account has a second factor.
    #[schema(value_type = Option<String>, examples("123456"))]
    pub code: Option<Secret>,
}

/// A refresh token. The web client sends it as a cookie instead.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefreshRequest {
    #[schema(value_type = Option<String>, examples("r0uN7Fq2xkO3m1c9Zt5bV8dYwLsEaGh4PjXiQ6nTKyA"))]
    pub refresh_token: Option<Secret>,
}

/// The token request of OAuth 2, with a password or a refresh token.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenForm {
    /// `password` or `refresh_token`.
    #[schema(examples("password"))]
    pub grant_type: String,
    /// The email address.
    #[schema(examples("alice@example.org"))]
    pub username: Option<String>,
    #[schema(value_type = Option<String>, format = Password, examples("correct horse battery"))]
    pub password: Option<Secret>,
    /// A code of the second factor, if the account has one.
    #[schema(value_type = Option<String>)]
    pub otp: Option<Secret>,
    #[schema(value_type = Option<String>)]
    pub refresh_token: Option<Secret>,
    /// Ignored, like the two following fields; some tools send them.
    #[serde(rename = "scope")]
    #[schema(rename = "scope")]
    pub ignored_scope: Option<String>,
    #[serde(rename = "client_id")]
    #[schema(rename = "client_id")]
    pub ignored_client_id: Option<String>,
    #[serde(rename = "client_secret")]
    #[schema(rename = "client_secret", value_type = Option<String>)]
    pub ignored_client_secret: Option<Secret>,
}

/// The token of a link: the part of its URL after `#`. It works once.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EmailTokenRequest {
    #[schema(value_type = String, examples("FVf3wQvAAE1n8Zk0cC2p9rT5yLx7mB4dQeW6uJhKsGaVtPz1oiNYRXl2"))]
    pub token: Secret,
}

/// The address of an account with a forgotten password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ForgotPasswordRequest {
    #[schema(examples("alice@example.org"))]
    pub email: String,
}

/// A new password with the token of a link.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetPasswordRequest {
    /// The token of the link: the part of its URL after `#`.
    #[schema(value_type = String, examples("FVf3wQvAAE1n8Zk0cC2p9rT5yLx7mB4dQeW6uJhKsGaVtPz1oiNYRXl2"))]
    pub token: Secret,
    #[schema(value_type = String, format = Password, min_length = 10, max_length = 128, examples("staple correct horse"))]
    pub password: Secret,
    /// Whether to end the tokens of the account's bots, bots that it added to guilds, and its invites as well.
    #[serde(default)]
    pub everything: bool,
}

/// A new email address.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeEmailRequest {
    #[schema(format = Email, max_length = 254, examples("alice@example.com"))]
    pub email: String,
}

/// Which sessions to end.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignOutEverywhereRequest {
    /// Whether to keep the session of the request.
    #[serde(default)]
    pub keep_current: bool,
    /// Whether to end the tokens of the caller's bots, bots that the caller added to guilds, and the caller's invites as well.
    /// Requires a password check within the last five minutes (otherwise 403 / 200001).
    #[serde(default)]
    pub everything: bool,
}

/// The caller's password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReauthenticateRequest {
    #[schema(value_type = String, format = Password, examples("correct horse battery"))]
    pub password: Secret,
    /// A code of the second factor or a recovery code, if the account has a second factor.
    #[schema(value_type = Option<String>, examples("123456"))]
    pub code: Option<Secret>,
}

/// The current and the new password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePasswordRequest {
    #[schema(value_type = String, format = Password, examples("correct horse battery"))]
    pub current_password: Secret,
    #[schema(value_type = String, format = Password, min_length = 10, max_length = 128, examples("staple correct horse"))]
    pub new_password: Secret,
    /// Whether to end the tokens of the caller's bots, bots that the caller added to guilds, and the caller's invites as well.
    #[serde(default)]
    pub everything: bool,
}

/// A code of the authenticator app.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TotpCode {
    #[schema(value_type = String, examples("123456"))]
    pub code: Secret,
}
