//! Routes of credentials.

use actix_web::{HttpResponse, web};

use super::{actions, view::Credentials};
use crate::{
    access::Caller,
    api_guard::{Routes, endpoint},
    http::Error,
    kernel::limits,
    state::State,
};

/// Returns credentials that outlast sessions: tokens of bots, bots in guilds, invites.
#[utoipa::path(get, path = "/auth/credentials", tag = "auth",
    responses((status = 200, description = "The credentials, without their secrets", body = Credentials)))]
async fn list_credentials(state: web::Data<State>, caller: Caller) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::list(&state, caller.user).await?))
}

pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(list_credentials).rate(limits::READ));
}
