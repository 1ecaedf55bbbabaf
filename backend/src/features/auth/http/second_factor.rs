//! The routes of the second factor.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    access::Caller,
    entry::{Routes, endpoint},
    features::auth::{actions, browser::Sender},
    http::{Body, Error},
    kernel::{Secret, limits},
    state::State,
};

/// What an authenticator app is given.
#[derive(Debug, Serialize, ToSchema)]
pub struct TotpSetup {
    /// In base 32, to be typed.
    pub secret: String,
    /// To be shown as a QR code.
    #[schema(examples("otpauth://totp/ChatSpace:alice%40example.org?secret=…&issuer=ChatSpace"))]
    pub uri: String,
}

/// A code that the app shows.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TotpCode {
    #[schema(value_type = String, examples("123456"))]
    pub code: Secret,
}

/// Codes for who has lost the app. Each works once. They are not shown again.
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

/// Prepares the second factor. It counts once a code is confirmed.
#[utoipa::path(post, path = "/auth/totp", tag = "auth",
    responses((status = 200, description = "For the authenticator app", body = TotpSetup)))]
async fn begin_totp(state: web::Data<State>, caller: Caller, _: Sender) -> Result<HttpResponse, Error> {
    let actions::TotpSetup { secret, uri } = actions::begin_totp(&state, caller).await?;
    Ok(HttpResponse::Ok().json(TotpSetup { secret, uri }))
}

/// Turns the second factor on, and ends all other log-ins.
#[utoipa::path(post, path = "/auth/totp/confirm", tag = "auth", request_body = TotpCode,
    responses((status = 200, description = "It is on; these are the recovery codes", body = RecoveryCodes)))]
async fn confirm_totp(
    state: web::Data<State>,
    caller: Caller,
    sender: Sender,
    Body(body): Body<TotpCode>,
) -> Result<HttpResponse, Error> {
    let codes = actions::confirm_totp(&state, caller, body.code, sender.client).await?;
    Ok(HttpResponse::Ok().json(RecoveryCodes::from(codes)))
}

/// Turns the second factor off.
#[utoipa::path(delete, path = "/auth/totp", tag = "auth",
    responses((status = 204, description = "It is off")))]
async fn disable_totp(state: web::Data<State>, caller: Caller, sender: Sender) -> Result<HttpResponse, Error> {
    let client = sender.client;
    let turn = state.writer.run(move |work| Box::pin(async move { actions::disable_totp(work, caller, &client).await }));
    turn.await?;
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
    routes.add(endpoint!(begin_totp).rate(limits::TOTP).fresh());
    routes.add(endpoint!(confirm_totp).rate(limits::PASSWORD).body(limits::FORM_BYTES));
    routes.add(endpoint!(disable_totp).rate(limits::TOTP).fresh());
    routes.add(endpoint!(renew_recovery_codes).rate(limits::TOTP).fresh());
}
