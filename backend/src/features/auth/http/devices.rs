//! Routes of sessions.

use actix_web::{HttpResponse, web};

use crate::{
    access::Caller,
    api_guard::{Routes, endpoint},
    features::auth::{
        actions::{self, AccountEvent, AuthSession},
        browser::Sender,
        requests::SignOutEverywhereRequest,
        rules,
    },
    http::{Error, Json, Path},
    kernel::{SessionId, limits},
    state::State,
};

/// Returns the caller's sessions, most recently used first.
#[utoipa::path(get, path = "/auth/sessions", tag = "auth",
    responses((status = 200, description = "The sessions", body = Vec<AuthSession>)))]
async fn list_sessions(state: web::Data<State>, caller: Caller) -> Result<HttpResponse, Error> {
    let mut conn = state.db.read().await?;
    Ok(HttpResponse::Ok().json(actions::sessions(&mut conn, caller, state.clock.now()).await?))
}

/// Ends a session of the caller. Its tokens end and its connections are closed.
#[utoipa::path(delete, path = "/auth/sessions/{session_id}", tag = "auth", params(("session_id" = SessionId, Path)),
    responses((status = 204, description = "Ended")))]
async fn end_session(
    state: web::Data<State>,
    caller: Caller,
    sender: Sender,
    Path(session_id): Path<SessionId>,
) -> Result<HttpResponse, Error> {
    actions::end_session(&state, caller, session_id).await?;
    let answer = HttpResponse::NoContent().finish();
    Ok(if session_id == caller.session_id { sender.clear_cookie(answer) } else { answer })
}

/// Ends all sessions of the caller, or all others. What `GET /auth/credentials` returns remains, unless `everything` is set.
#[utoipa::path(post, path = "/auth/logout-all", tag = "auth", request_body = Option<SignOutEverywhereRequest>,
    responses((status = 204, description = "Signed out")))]
async fn sign_out_everywhere(
    state: web::Data<State>,
    caller: Caller,
    sender: Sender,
    Json(body): Json<SignOutEverywhereRequest>,
) -> Result<HttpResponse, Error> {
    let (keep, client) = (body.keep_current, sender.client.clone());
    actions::log_out_all(&state, caller, body, client).await?;
    let answer = HttpResponse::NoContent().finish();
    Ok(if keep { answer } else { sender.clear_cookie(answer) })
}

/// Returns the history of the caller's account for the last ninety days, newest first.
#[utoipa::path(get, path = "/auth/events", tag = "auth",
    responses((status = 200, description = "The events, at most 100", body = Vec<AccountEvent>)))]
async fn list_account_events(state: web::Data<State>, caller: Caller) -> Result<HttpResponse, Error> {
    let mut conn = state.db.read().await?;
    Ok(HttpResponse::Ok().json(actions::events(&mut conn, caller).await?))
}

pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(list_sessions).rate(limits::READ));
    routes.add(endpoint!(end_session).rate(rules::SESSION_END));
    routes.add(endpoint!(sign_out_everywhere).rate(rules::SESSION_END).body(limits::FORM_BYTES));
    routes.add(endpoint!(list_account_events).rate(limits::READ));
}
