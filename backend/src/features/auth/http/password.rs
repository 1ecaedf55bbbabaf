//! The routes of the password: showing it again, and changing it.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    access::Caller,
    entry::{Routes, endpoint},
    features::auth::{
        actions::{self, NewPassword},
        browser::Sender,
    },
    http::{Body, Error},
    kernel::{Secret, limits},
    state::State,
};

/// The caller's password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReauthenticateRequest {
    #[schema(value_type = String, format = Password, examples("correct horse battery"))]
    pub password: Secret,
    /// A code of the second factor, or a recovery code, where the account has one.
    #[schema(value_type = Option<String>, examples("123456"))]
    pub code: Option<Secret>,
}

/// A new password for the old one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePasswordRequest {
    #[schema(value_type = String, format = Password, examples("correct horse battery"))]
    pub current_password: Secret,
    #[schema(value_type = String, format = Password, min_length = 10, max_length = 128, examples("staple correct horse"))]
    pub new_password: Secret,
    /// Whether the tokens of the caller's bots, the bots that the caller added to guilds and the caller's invites end, too.
    #[serde(default)]
    pub everything: bool,
}

/// Shows the password again, with a code where the account has a second factor (403 / 60003 without one). For five minutes this log-in
/// may then do what asks for it (403 / 200001 otherwise).
#[utoipa::path(post, path = "/auth/reauthenticate", tag = "auth", request_body = ReauthenticateRequest,
    responses((status = 204, description = "Confirmed")))]
async fn reauthenticate(
    state: web::Data<State>,
    caller: Caller,
    sender: Sender,
    Body(body): Body<ReauthenticateRequest>,
) -> Result<HttpResponse, Error> {
    let ReauthenticateRequest { password, code } = body;
    actions::reauthenticate(&state, caller, &password, code.as_ref(), sender.client).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Changes the password, and ends all other log-ins.
#[utoipa::path(post, path = "/auth/password", tag = "auth", request_body = ChangePasswordRequest,
    responses((status = 204, description = "Changed")))]
async fn change_password(
    state: web::Data<State>,
    caller: Caller,
    sender: Sender,
    Body(body): Body<ChangePasswordRequest>,
) -> Result<HttpResponse, Error> {
    let ChangePasswordRequest { current_password: current, new_password: new, everything } = body;
    actions::change_password(&state, caller, NewPassword { current, new, everything }, sender.client).await?;
    Ok(HttpResponse::NoContent().finish())
}

pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(reauthenticate).rate(limits::PASSWORD).body(limits::FORM_BYTES));
    routes.add(endpoint!(change_password).rate(limits::PASSWORD).body(limits::FORM_BYTES));
}
