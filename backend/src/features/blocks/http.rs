//! The routes of blocks.

use actix_web::{HttpResponse, delete, get, put, web};

use super::{actions, view};
use crate::{
    access::Caller,
    features::{presence, users::view::User},
    http::{Error, Routes, Segments},
    kernel::UserId,
    state::State,
};

/// Whom the caller blocks.
#[utoipa::path(tag = "users", operation_id = "list_blocks", security(("bearer" = [])),
    responses((status = 200, description = "They, by id", body = Vec<User>)))]
#[get("/users/@me/blocks")]
async fn list_blocks(state: web::Data<State>, caller: Caller) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(view::blocked_by(&state.cache.read(), caller.user)))
}

/// Blocks somebody.
#[utoipa::path(tag = "users", operation_id = "block_user", security(("bearer" = [])), params(("user_id" = UserId, Path)),
    responses((status = 204, description = "They are blocked")))]
#[put("/users/@me/blocks/{user_id}")]
async fn block_user(state: web::Data<State>, caller: Caller, Segments(whom): Segments<UserId>) -> Result<HttpResponse, Error> {
    state.writer.run(move |work| Box::pin(actions::block(work, caller.user, whom))).await?;
    presence::actions::tell_between(&state, caller.user, whom);
    Ok(HttpResponse::NoContent().finish())
}

/// Takes a block back.
#[utoipa::path(tag = "users", operation_id = "unblock_user", security(("bearer" = [])), params(("user_id" = UserId, Path)),
    responses((status = 204, description = "They are not blocked")))]
#[delete("/users/@me/blocks/{user_id}")]
async fn unblock_user(state: web::Data<State>, caller: Caller, Segments(whom): Segments<UserId>) -> Result<HttpResponse, Error> {
    state.writer.run(move |work| Box::pin(actions::unblock(work, caller.user, whom))).await?;
    presence::actions::tell_between(&state, caller.user, whom);
    Ok(HttpResponse::NoContent().finish())
}

pub fn routes(config: &mut impl Routes) {
    config.service(list_blocks).service(block_user).service(unblock_user);
}
