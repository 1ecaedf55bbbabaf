//! Routes for signed-out users: confirming a registration, and resetting a password.

use actix_web::{HttpResponse, http::StatusCode, web};

use super::email_requested;
use crate::{
    api_guard::{Routes, endpoint},
    features::auth::{
        actions,
        browser::Sender,
        requests::{EmailTokenRequest, ForgotPasswordRequest, ResetPasswordRequest},
        rules,
        view::TokenPair,
    },
    http::{Error, Json},
    kernel::limits,
    state::State,
};

/// Creates the account of a registration with the token of an email, and signs in.
#[utoipa::path(post, path = "/auth/register/confirm", tag = "auth", request_body = EmailTokenRequest,
    params(("X-ChatSpace-Client" = Option<String>, Header, description = "`web` returns the refresh token as a cookie.")),
    responses((status = 201, description = "The account was created", body = TokenPair)))]
async fn confirm_registration(
    state: web::Data<State>,
    sender: Sender,
    Json(body): Json<EmailTokenRequest>,
) -> Result<HttpResponse, Error> {
    let signed_in = actions::confirm_registration(&state, &body.token, sender.client.clone()).await?;
    Ok(sender.set_cookie(StatusCode::CREATED, signed_in))
}

/// Sends a link that sets a new password. The response does not reveal whether the address has an account.
#[utoipa::path(post, path = "/auth/forgot", tag = "auth", request_body = ForgotPasswordRequest,
    responses((status = 202, description = "If the account exists, an email is being sent")))]
async fn forgot_password(
    state: web::Data<State>,
    _: Sender,
    Json(body): Json<ForgotPasswordRequest>,
) -> Result<HttpResponse, Error> {
    Ok(email_requested(&state, &actions::forgot_password(&state, &body.email).await?))
}

/// Sets a new password with the token of an email, and ends all sessions. The second factor remains.
#[utoipa::path(post, path = "/auth/reset", tag = "auth", request_body = ResetPasswordRequest,
    responses((status = 204, description = "Changed")))]
async fn reset_password(
    state: web::Data<State>,
    sender: Sender,
    Json(body): Json<ResetPasswordRequest>,
) -> Result<HttpResponse, Error> {
    actions::reset_password(&state, body, sender.client).await?;
    Ok(HttpResponse::NoContent().finish())
}

pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(confirm_registration).rate(rules::LINK).signing_in().body(limits::FORM_BYTES));
    routes.add(endpoint!(forgot_password).rate(rules::MAIL_ADDRESS).signing_in().body(limits::FORM_BYTES));
    routes.add(endpoint!(reset_password).rate(rules::LINK).signing_in().body(limits::FORM_BYTES));
}
