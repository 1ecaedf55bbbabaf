//! Routes of the second factor.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    access::Caller,
    api_guard::{Routes, endpoint},
    features::auth::{actions, browser::Sender, requests::TotpCode, rules},
    http::{Error, Json},
    kernel::{Secret, limits},
    state::State,
};

/// The setup data for an authenticator app.
#[derive(Debug, Serialize, ToSchema)]
pub struct TotpSetup {
    /// The secret in Base32, for manual input.
    pub secret: String,
    /// URI for a QR code.
    #[schema(examples("otpauth://totp/ChatSpace:alice%40example.org?secret=…&issuer=ChatSpace"))]
    pub uri: String,
}

/// Codes that replace the authenticator app. Each works once. They are returned only once.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecoveryCodes {
    #[schema(examples(json!(["4kq7m-x2w9c"])))]
    pub codes: Vec<String>,
}

impl From<Vec<Secret>> for RecoveryCodes {
    fn from(codes: Vec<Secret>) -> Self {
        Self { codes: codes.iter().map(|code| code.expose().to_owned()).collect() }
    }
}

/// Prepares a second factor. It takes effect once a code is confirmed.
#[utoipa::path(post, path = "/auth/totp", tag = "auth",
    responses((status = 200, description = "The setup data for the authenticator app", body = TotpSetup)))]
async fn begin_totp(state: web::Data<State>, caller: Caller, _: Sender) -> Result<HttpResponse, Error> {
    let actions::TotpSetup { secret, uri } = actions::begin_totp(&state, caller).await?;
    Ok(HttpResponse::Ok().json(TotpSetup { secret, uri }))
}

/// Turns the second factor on and ends all other sessions.
#[utoipa::path(post, path = "/auth/totp/confirm", tag = "auth", request_body = TotpCode,
    responses((status = 200, description = "The recovery codes of the enabled second factor", body = RecoveryCodes)))]
async fn confirm_totp(
    state: web::Data<State>,
    caller: Caller,
    sender: Sender,
    Json(body): Json<TotpCode>,
) -> Result<HttpResponse, Error> {
    let codes = actions::confirm_totp(&state, caller, body.code, sender.client).await?;
    Ok(HttpResponse::Ok().json(RecoveryCodes::from(codes)))
}

/// Turns the second factor off.
#[utoipa::path(delete, path = "/auth/totp", tag = "auth",
    responses((status = 204, description = "It is disabled")))]
async fn disable_totp(state: web::Data<State>, caller: Caller, sender: Sender) -> Result<HttpResponse, Error> {
    let client = sender.client;
    actions::disable_totp(&state, caller, client).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Replaces the recovery codes.
#[utoipa::path(post, path = "/auth/totp/recovery-codes", tag = "auth",
    responses((status = 200, description = "The new recovery codes", body = RecoveryCodes)))]
async fn renew_recovery_codes(state: web::Data<State>, caller: Caller, sender: Sender) -> Result<HttpResponse, Error> {
    let codes = actions::renew_recovery_codes(&state, caller, sender.client).await?;
    Ok(HttpResponse::Ok().json(RecoveryCodes::from(codes)))
}

pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(begin_totp).rate(rules::TOTP).fresh());
    routes.add(endpoint!(confirm_totp).rate(rules::PASSWORD).body(limits::FORM_BYTES));
    routes.add(endpoint!(disable_totp).rate(rules::TOTP).fresh());
    routes.add(endpoint!(renew_recovery_codes).rate(rules::TOTP).fresh());
}
