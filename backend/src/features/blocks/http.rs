//! Routes of blocks.

use actix_web::{HttpResponse, web};

use super::{actions, rules, view};
use crate::{
    access::Caller,
    api_guard::{Routes, endpoint},
    http::{Error, Path},
    kernel::{UserId, limits},
    state::State,
    wire::user::User,
};

/// Returns the users that the caller blocks.
#[utoipa::path(get, path = "/users/@me/blocks", tag = "users",
    responses((status = 200, description = "The list, by id", body = Vec<User>)))]
async fn list_blocks(state: web::Data<State>, caller: Caller) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(view::blocked_by(&state.cache.read(), caller.user)))
}

/// Blocks a user.
#[utoipa::path(put, path = "/users/@me/blocks/{user_id}", tag = "users", params(("user_id" = UserId, Path)),
    responses((status = 204, description = "The user is blocked")))]
async fn block_user(state: web::Data<State>, caller: Caller, Path(whom): Path<UserId>) -> Result<HttpResponse, Error> {
    actions::block(&state, caller.user, whom).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Unblocks a user.
#[utoipa::path(delete, path = "/users/@me/blocks/{user_id}", tag = "users", params(("user_id" = UserId, Path)),
    responses((status = 204, description = "The user is not blocked")))]
async fn unblock_user(state: web::Data<State>, caller: Caller, Path(whom): Path<UserId>) -> Result<HttpResponse, Error> {
    actions::unblock(&state, caller.user, whom).await?;
    Ok(HttpResponse::NoContent().finish())
}

pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(list_blocks).rate(limits::READ));
    routes.add(endpoint!(block_user).rate(rules::BLOCK));
    routes.add(endpoint!(unblock_user).rate(rules::BLOCK));
}
