//! The routes of who cannot sign in yet, or no longer: confirming a registration, and setting a new password.

use actix_web::{HttpResponse, http::StatusCode, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{TokenPair, asked};
use crate::{
    entry::{Routes, endpoint},
    features::auth::{actions, browser::Sender},
    http::{Body, Error},
    kernel::{Secret, limits},
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
    /// Whether the tokens of the account's bots, the bots that it added to guilds and its invites end, too.
    #[serde(default)]
    pub everything: bool,
}

/// Makes the account of a registration whose address is confirmed by the link in a letter, and logs in.
#[utoipa::path(post, path = "/auth/register/confirm", tag = "auth", request_body = LinkToken,
    params(("X-ChatSpace-Client" = Option<String>, Header, description = "`web`: the refresh token comes as a cookie.")),
    responses((status = 201, description = "The account is made", body = TokenPair)))]
async fn confirm_registration(
    state: web::Data<State>,
    sender: Sender,
    Body(body): Body<LinkToken>,
) -> Result<HttpResponse, Error> {
    let signed_in = actions::confirm_registration(&state, &body.token, sender.client.clone()).await?;
    Ok(sender.let_in(StatusCode::CREATED, signed_in))
}

/// Asks for a link to set a new password. The answer is the same whether the address has an account.
#[utoipa::path(post, path = "/auth/forgot", tag = "auth", request_body = ForgotPasswordRequest,
    responses((status = 202, description = "If there is such an account, a letter is on its way")))]
async fn forgot_password(
    state: web::Data<State>,
    _: Sender,
    Body(body): Body<ForgotPasswordRequest>,
) -> Result<HttpResponse, Error> {
    Ok(asked(&state, actions::forgot_password(&state, &body.email).await?))
}

/// Sets a new password by the link in a letter, and ends all log-ins. The second factor stays.
#[utoipa::path(post, path = "/auth/reset", tag = "auth", request_body = ResetPasswordRequest,
    responses((status = 204, description = "Changed")))]
async fn reset_password(
    state: web::Data<State>,
    sender: Sender,
    Body(body): Body<ResetPasswordRequest>,
) -> Result<HttpResponse, Error> {
    actions::reset_password(&state, body, sender.client).await?;
    Ok(HttpResponse::NoContent().finish())
}

pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(confirm_registration).rate(limits::LINK).signing_in().body(limits::FORM_BYTES));
    routes.add(endpoint!(forgot_password).rate(limits::MAIL_ADDRESS).signing_in().body(limits::FORM_BYTES));
    routes.add(endpoint!(reset_password).rate(limits::LINK).signing_in().body(limits::FORM_BYTES));
}
