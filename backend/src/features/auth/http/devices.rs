//! The routes of one's log-ins: looking through them, and ending them.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    access::Caller,
    entry::{Routes, endpoint},
    features::auth::{
        actions::{self, AccountEvent, Credentials, LoginSession},
        browser::Sender,
    },
    http::{Body, Error, Segments},
    kernel::{LoginId, limits},
    state::State,
};

/// Which log-ins to end.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LogoutAllRequest {
    /// Whether the one that asks goes on.
    #[serde(default)]
    pub keep_current: bool,
    /// Whether the tokens of the caller's bots, the bots that the caller added to guilds and the caller's invites end, too. Needs a
    /// password shown in the last five minutes (403 / 200001 otherwise).
    #[serde(default)]
    pub everything: bool,
}

/// The caller's log-ins, the one used last first.
#[utoipa::path(get, path = "/auth/sessions", tag = "auth",
    responses((status = 200, description = "The log-ins", body = Vec<LoginSession>)))]
async fn list_sessions(state: web::Data<State>, caller: Caller) -> Result<HttpResponse, Error> {
    let mut conn = state.db.read().await?;
    Ok(HttpResponse::Ok().json(actions::sessions(&mut conn, caller, state.clock.now()).await?))
}

/// Ends one log-in of the caller's: its tokens are dead and its sockets are closed.
#[utoipa::path(delete, path = "/auth/sessions/{session_id}", tag = "auth", params(("session_id" = LoginId, Path)),
    responses((status = 204, description = "Ended")))]
async fn end_session(
    state: web::Data<State>,
    caller: Caller,
    sender: Sender,
    Segments(login): Segments<LoginId>,
) -> Result<HttpResponse, Error> {
    let turn = state.writer.run(move |work| Box::pin(actions::end_session(work, caller, login)));
    turn.await?;
    let answer = HttpResponse::NoContent().finish();
    Ok(if login == caller.login { sender.let_go(answer) } else { answer })
}

/// What lets others in with the caller's rights and stays when log-ins end: tokens of bots, bots in guilds, invites.
#[utoipa::path(get, path = "/auth/credentials", tag = "auth",
    responses((status = 200, description = "They, without what they are used with", body = Credentials)))]
async fn list_credentials(state: web::Data<State>, caller: Caller) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::credentials(&state, caller.user).await?))
}

/// Ends all log-ins of the caller's, or all others. What `GET /auth/credentials` lists goes on, unless it is to end as well.
#[utoipa::path(post, path = "/auth/logout-all", tag = "auth", request_body = Option<LogoutAllRequest>,
    responses((status = 204, description = "Signed out")))]
async fn logout_all(
    state: web::Data<State>,
    caller: Caller,
    sender: Sender,
    Body(body): Body<LogoutAllRequest>,
) -> Result<HttpResponse, Error> {
    let (keep, client) = (body.keep_current, sender.client.clone());
    actions::log_out_all(&state, caller, body, client).await?;
    let answer = HttpResponse::NoContent().finish();
    Ok(if keep { answer } else { sender.let_go(answer) })
}

/// What happened to the caller's account in the last ninety days, newest first.
#[utoipa::path(get, path = "/auth/events", tag = "auth",
    responses((status = 200, description = "The events, at most 100", body = Vec<AccountEvent>)))]
async fn list_account_events(state: web::Data<State>, caller: Caller) -> Result<HttpResponse, Error> {
    let mut conn = state.db.read().await?;
    Ok(HttpResponse::Ok().json(actions::events(&mut conn, caller).await?))
}

pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(list_sessions).rate(limits::READ));
    routes.add(endpoint!(end_session).rate(limits::SESSION_END));
    routes.add(endpoint!(logout_all).rate(limits::SESSION_END).body(limits::FORM_BYTES));
    routes.add(endpoint!(list_credentials).rate(limits::READ));
    routes.add(endpoint!(list_account_events).rate(limits::READ));
}
