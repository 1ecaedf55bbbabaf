//! The routes of who cannot sign in yet, or no longer: confirming a registration, and setting a new password.

use actix_web::{HttpResponse, http::StatusCode, post, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{TokenPair, asked};
use crate::{
    features::auth::{actions, browser::Sender},
    http::{Body, Error, Routes},
    kernel::Secret,
    state::State,
};

/// The token of a link, which stands in its address after `#`. It works once.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkToken {
    #[schema(value_type = String, examples("FVf3wQvAAE1n8Zk0cC2p9rT5yLx7mB4dQeW6uJhKsGaVtPz1oiNYRXl2"))]
    pub token: Secret,
}

/// Who has forgotten their password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ForgotPasswordRequest {
    #[schema(examples("alice@example.org"))]
    pub email: String,
}

/// A new password, by a link.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetPasswordRequest {
    /// The token of the link, which stands in its address after `#`.
    #[schema(value_type = String, examples("FVf3wQvAAE1n8Zk0cC2p9rT5yLx7mB4dQeW6uJhKsGaVtPz1oiNYRXl2"))]
    pub token: Secret,
    #[schema(value_type = String, format = Password, min_length = 10, max_length = 128, examples("staple correct horse"))]
    pub password: Secret,
}

/// Makes the account of a registration whose address is confirmed by the link in a letter, and logs in.
#[utoipa::path(tag = "auth", operation_id = "confirm_registration", request_body = LinkToken,
    params(("X-ChatSpace-Client" = Option<String>, Header, description = "`web`: the refresh token comes as a cookie.")),
    responses((status = 201, description = "The account is made", body = TokenPair)))]
#[post("/auth/register/confirm")]
async fn confirm_registration(
    state: web::Data<State>,
    sender: Sender,
    Body(body): Body<LinkToken>,
) -> Result<HttpResponse, Error> {
    let signed_in = actions::confirm_registration(&state, &body.token, sender.client.clone()).await?;
    Ok(sender.let_in(StatusCode::CREATED, signed_in))
}

/// Asks for a link to set a new password. The answer is the same whether the address has an account.
#[utoipa::path(tag = "auth", operation_id = "forgot_password", request_body = ForgotPasswordRequest,
    responses((status = 202, description = "If there is such an account, a letter is on its way")))]
#[post("/auth/forgot")]
async fn forgot_password(
    state: web::Data<State>,
    _: Sender,
    Body(body): Body<ForgotPasswordRequest>,
) -> Result<HttpResponse, Error> {
    Ok(asked(&state, actions::forgot_password(&state, &body.email).await?))
}

/// Sets a new password by the link in a letter, and ends all log-ins. The second factor stays.
#[utoipa::path(tag = "auth", operation_id = "reset_password", request_body = ResetPasswordRequest,
    responses((status = 204, description = "Changed")))]
#[post("/auth/reset")]
async fn reset_password(
    state: web::Data<State>,
    sender: Sender,
    Body(body): Body<ResetPasswordRequest>,
) -> Result<HttpResponse, Error> {
    actions::reset_password(&state, &body.token, &body.password, sender.client).await?;
    Ok(HttpResponse::NoContent().finish())
}

pub fn routes(config: &mut impl Routes) {
    config.service(confirm_registration).service(forgot_password).service(reset_password);
}
