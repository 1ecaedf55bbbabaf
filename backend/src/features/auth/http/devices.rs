//! The routes of one's log-ins: looking through them, and ending them.

use actix_web::{HttpResponse, delete, get, post, web};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    access::Caller,
    features::auth::{
        actions::{self, AccountEvent, LoginSession},
        browser::Sender,
    },
    http::{Body, Error, Routes, Segments},
    kernel::LoginId,
    state::State,
};

/// Which log-ins to end.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LogoutAllRequest {
    /// Whether the one that asks goes on.
    #[serde(default)]
    pub keep_current: bool,
}

/// The caller's log-ins, the one used last first.
#[utoipa::path(tag = "auth", operation_id = "list_sessions", security(("bearer" = [])),
    responses((status = 200, description = "The log-ins", body = Vec<LoginSession>)))]
#[get("/auth/sessions")]
async fn list_sessions(state: web::Data<State>, caller: Caller) -> Result<HttpResponse, Error> {
    let mut conn = state.db.read().await?;
    Ok(HttpResponse::Ok().json(actions::sessions(&mut conn, caller, state.clock.now()).await?))
}

/// Ends one log-in of the caller's: its tokens are dead and its sockets are closed.
#[utoipa::path(tag = "auth", operation_id = "end_session", security(("bearer" = [])), params(("session_id" = LoginId, Path)),
    responses((status = 204, description = "Ended")))]
#[delete("/auth/sessions/{session_id}")]
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

/// Ends all log-ins of the caller's, or all others.
#[utoipa::path(tag = "auth", operation_id = "logout_all", security(("bearer" = [])), request_body = Option<LogoutAllRequest>,
    responses((status = 204, description = "Signed out")))]
#[post("/auth/logout-all")]
async fn logout_all(
    state: web::Data<State>,
    caller: Caller,
    sender: Sender,
    Body(body): Body<LogoutAllRequest>,
) -> Result<HttpResponse, Error> {
    let (keep, client) = (body.keep_current, sender.client.clone());
    let turn = state
        .writer
        .run(move |work| Box::pin(async move { Ok::<_, Error>(actions::log_out_all(work, caller, keep, &client).await?) }));
    turn.await?;
    let answer = HttpResponse::NoContent().finish();
    Ok(if keep { answer } else { sender.let_go(answer) })
}

/// What happened to the caller's account in the last ninety days, newest first.
#[utoipa::path(tag = "auth", operation_id = "list_account_events", security(("bearer" = [])),
    responses((status = 200, description = "The events, at most 100", body = Vec<AccountEvent>)))]
#[get("/auth/events")]
async fn list_account_events(state: web::Data<State>, caller: Caller) -> Result<HttpResponse, Error> {
    let mut conn = state.db.read().await?;
    Ok(HttpResponse::Ok().json(actions::events(&mut conn, caller).await?))
}

pub fn routes(config: &mut impl Routes) {
    config.service(list_sessions).service(end_session).service(logout_all).service(list_account_events);
}
