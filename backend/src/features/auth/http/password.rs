//! The routes of the password: showing it again, and changing it.

use actix_web::{HttpResponse, post, web};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    access::Caller,
    features::auth::{actions, browser::Sender},
    http::{Body, Error, Routes},
    kernel::Secret,
    state::State,
};

/// The caller's password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReauthenticateRequest {
    #[schema(value_type = String, format = Password, examples("correct horse battery"))]
    pub password: Secret,
}

/// A new password for the old one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePasswordRequest {
    #[schema(value_type = String, format = Password, examples("correct horse battery"))]
    pub current_password: Secret,
    #[schema(value_type = String, format = Password, min_length = 10, max_length = 128, examples("staple correct horse"))]
    pub new_password: Secret,
}

/// Shows the password again. For five minutes this log-in may then do what asks for it (403 / 200001 otherwise).
#[utoipa::path(tag = "auth", operation_id = "reauthenticate", security(("bearer" = [])), request_body = ReauthenticateRequest,
    responses((status = 204, description = "Confirmed")))]
#[post("/auth/reauthenticate")]
async fn reauthenticate(
    state: web::Data<State>,
    caller: Caller,
    _: Sender,
    Body(body): Body<ReauthenticateRequest>,
) -> Result<HttpResponse, Error> {
    actions::reauthenticate(&state, caller, &body.password).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Changes the password, and ends all other log-ins.
#[utoipa::path(tag = "auth", operation_id = "change_password", security(("bearer" = [])), request_body = ChangePasswordRequest,
    responses((status = 204, description = "Changed")))]
#[post("/auth/password")]
async fn change_password(
    state: web::Data<State>,
    caller: Caller,
    sender: Sender,
    Body(body): Body<ChangePasswordRequest>,
) -> Result<HttpResponse, Error> {
    actions::change_password(&state, caller, &body.current_password, &body.new_password, sender.client).await?;
    Ok(HttpResponse::NoContent().finish())
}

pub fn routes(config: &mut impl Routes) {
    config.service(reauthenticate).service(change_password);
}
