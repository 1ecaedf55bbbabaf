//! The routes of one's address: confirming it, changing it, and taking a change back.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{asked, links::LinkToken};
use crate::{
    access::Caller,
    entry::{Routes, endpoint},
    features::auth::{actions, browser::Sender},
    http::{Body, Error},
    kernel::limits,
    state::State,
};

/// Another address.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeEmailRequest {
    #[schema(format = Email, max_length = 254, examples("alice@example.com"))]
    pub email: String,
}

/// Confirms the address of an account by the link in a letter.
#[utoipa::path(post, path = "/auth/email/verify", tag = "auth", request_body = LinkToken,
    responses((status = 204, description = "Confirmed")))]
async fn verify_email(state: web::Data<State>, _: Sender, Body(body): Body<LinkToken>) -> Result<HttpResponse, Error> {
    actions::verify_email(&state, &body.token).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Asks for a new link to confirm the caller's address. An address that is confirmed gets none.
#[utoipa::path(post, path = "/auth/email/resend", tag = "auth",
    responses((status = 202, description = "A letter is on its way")))]
async fn resend_verification(state: web::Data<State>, caller: Caller, _: Sender) -> Result<HttpResponse, Error> {
    Ok(asked(&state, actions::resend_verification(&state, caller).await?))
}

/// Begins to change the caller's address. The new one gets a link that confirms it, the old one a link that stops the change or
/// takes it back. Needs a password shown in the last five minutes (403 / 200001 otherwise). The answer is the same whether the new
/// address has an account.
#[utoipa::path(post, path = "/auth/email", tag = "auth", request_body = ChangeEmailRequest,
    responses((status = 202, description = "Letters are on their way")))]
async fn change_email(
    state: web::Data<State>,
    caller: Caller,
    sender: Sender,
    Body(body): Body<ChangeEmailRequest>,
) -> Result<HttpResponse, Error> {
    Ok(asked(&state, actions::change_email(&state, caller, &body.email, sender.client).await?))
}

/// Gives an account its new address, by the link in the letter to it.
#[utoipa::path(post, path = "/auth/email/confirm", tag = "auth", request_body = LinkToken,
    responses((status = 204, description = "Changed")))]
async fn confirm_email(state: web::Data<State>, sender: Sender, Body(body): Body<LinkToken>) -> Result<HttpResponse, Error> {
    actions::confirm_email(&state, &body.token, sender.client).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Stops a change of address or takes it back, by the link in the letter to the old one, and ends all log-ins.
#[utoipa::path(post, path = "/auth/email/revert", tag = "auth", request_body = LinkToken,
    responses((status = 204, description = "The old address stands")))]
async fn revert_email(state: web::Data<State>, sender: Sender, Body(body): Body<LinkToken>) -> Result<HttpResponse, Error> {
    actions::revert_email(&state, &body.token, sender.client).await?;
    Ok(HttpResponse::NoContent().finish())
}

pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(verify_email).rate(limits::MAIL_ADDRESS).signing_in().body(limits::FORM_BYTES));
    routes.add(endpoint!(resend_verification).rate(limits::MAIL_ADDRESS));
    routes.add(endpoint!(change_email).rate(limits::MAIL_ADDRESS).fresh().body(limits::FORM_BYTES));
    routes.add(endpoint!(confirm_email).rate(limits::LINK).signing_in().body(limits::FORM_BYTES));
    routes.add(endpoint!(revert_email).rate(limits::LINK).signing_in().body(limits::FORM_BYTES));
}
