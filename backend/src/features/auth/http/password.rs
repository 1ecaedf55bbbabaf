//! Routes of the password: checking and changing it.

use actix_web::{HttpResponse, web};

use crate::{
    access::Caller,
    api_guard::{Routes, endpoint},
    features::auth::{
        actions::{self, NewPassword},
        browser::Sender,
        requests::{ChangePasswordRequest, ReauthenticateRequest},
        rules,
    },
    http::{Error, Json},
    kernel::limits,
    state::State,
};

/// Checks the password, and a code if the account has a second factor (403 / 60003 without one). For five minutes the session can
/// then call routes that require a password check.
#[utoipa::path(post, path = "/auth/reauthenticate", tag = "auth", request_body = ReauthenticateRequest,
    responses((status = 204, description = "Confirmed")))]
async fn reauthenticate(
    state: web::Data<State>,
    caller: Caller,
    sender: Sender,
    Json(body): Json<ReauthenticateRequest>,
) -> Result<HttpResponse, Error> {
    let ReauthenticateRequest { password, code } = body;
    actions::reauthenticate(&state, caller, &password, code.as_ref(), sender.client).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Changes the password and ends all other sessions.
#[utoipa::path(post, path = "/auth/password", tag = "auth", request_body = ChangePasswordRequest,
    responses((status = 204, description = "Changed")))]
async fn change_password(
    state: web::Data<State>,
    caller: Caller,
    sender: Sender,
    Json(body): Json<ChangePasswordRequest>,
) -> Result<HttpResponse, Error> {
    let ChangePasswordRequest { current_password: current, new_password: new, everything } = body;
    actions::change_password(&state, caller, NewPassword { current, new, everything }, sender.client).await?;
    Ok(HttpResponse::NoContent().finish())
}

pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(reauthenticate).rate(rules::PASSWORD).body(limits::FORM_BYTES));
    routes.add(endpoint!(change_password).rate(rules::PASSWORD).body(limits::FORM_BYTES));
}
