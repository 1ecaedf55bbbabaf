//! Routes of the account's email address.

use actix_web::{HttpResponse, web};

use super::email_requested;
use crate::{
    access::Caller,
    api_guard::{Routes, endpoint},
    features::auth::{
        actions,
        browser::Sender,
        requests::{ChangeEmailRequest, EmailTokenRequest},
        rules,
    },
    http::{Error, Json},
    kernel::limits,
    state::State,
};

/// Confirms the address of an account with the token of an email.
#[utoipa::path(post, path = "/auth/email/verify", tag = "auth", request_body = EmailTokenRequest,
    responses((status = 204, description = "Confirmed")))]
async fn verify_email(state: web::Data<State>, _: Sender, Json(body): Json<EmailTokenRequest>) -> Result<HttpResponse, Error> {
    actions::verify_email(&state, &body.token).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Sends a new link that confirms the caller's address, unless it is confirmed.
#[utoipa::path(post, path = "/auth/email/resend", tag = "auth",
    responses((status = 202, description = "An email is being sent")))]
async fn resend_verification(state: web::Data<State>, caller: Caller, _: Sender) -> Result<HttpResponse, Error> {
    Ok(email_requested(&state, &actions::resend_verification(&state, caller).await?))
}

/// Starts a change of the caller's address. The new address gets a link that confirms it, the old one a link that cancels or
/// reverts the change. The response does not reveal whether the new address has an account.
#[utoipa::path(post, path = "/auth/email", tag = "auth", request_body = ChangeEmailRequest,
    responses((status = 202, description = "Emails are being sent")))]
async fn change_email(
    state: web::Data<State>,
    caller: Caller,
    sender: Sender,
    Json(body): Json<ChangeEmailRequest>,
) -> Result<HttpResponse, Error> {
    Ok(email_requested(&state, &actions::change_email(&state, caller, &body.email, sender.client).await?))
}

/// Confirms a new address with the token of an email.
#[utoipa::path(post, path = "/auth/email/confirm", tag = "auth", request_body = EmailTokenRequest,
    responses((status = 204, description = "Changed")))]
async fn confirm_email(
    state: web::Data<State>,
    sender: Sender,
    Json(body): Json<EmailTokenRequest>,
) -> Result<HttpResponse, Error> {
    actions::confirm_email(&state, &body.token, sender.client).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Cancels or reverts a change of address with the token of an email, and ends all sessions.
#[utoipa::path(post, path = "/auth/email/revert", tag = "auth", request_body = EmailTokenRequest,
    responses((status = 204, description = "The old address is in use")))]
async fn revert_email(
    state: web::Data<State>,
    sender: Sender,
    Json(body): Json<EmailTokenRequest>,
) -> Result<HttpResponse, Error> {
    actions::revert_email(&state, &body.token, sender.client).await?;
    Ok(HttpResponse::NoContent().finish())
}

pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(verify_email).rate(rules::MAIL_ADDRESS).signing_in().body(limits::FORM_BYTES));
    routes.add(endpoint!(resend_verification).rate(rules::MAIL_ADDRESS));
    routes.add(endpoint!(change_email).rate(rules::MAIL_ADDRESS).fresh().body(limits::FORM_BYTES));
    routes.add(endpoint!(confirm_email).rate(rules::LINK).signing_in().body(limits::FORM_BYTES));
    routes.add(endpoint!(revert_email).rate(rules::LINK).signing_in().body(limits::FORM_BYTES));
}
