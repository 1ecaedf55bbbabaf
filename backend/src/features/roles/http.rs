//! The routes of roles.

use actix_web::{HttpResponse, get, web};

use super::view::Role;
use crate::{
    access::{self, Caller},
    http::{Error, Routes, Segments},
    kernel::{GuildId, Refusal, RoleId},
    state::State,
};

/// The roles of a guild, @everyone included.
#[utoipa::path(tag = "guilds", operation_id = "list_roles", security(("bearer" = [])),
    params(("guild_id" = GuildId, Path)),
    responses((status = 200, description = "All roles", body = Vec<Role>)))]
#[get("/guilds/{guild_id}/roles")]
async fn list_roles(state: web::Data<State>, caller: Caller, Segments(id): Segments<GuildId>) -> Result<HttpResponse, Error> {
    let model = state.cache.read();
    let guild = access::guild(&model, caller.user, id)?;
    Ok(HttpResponse::Ok().json(guild.roles.values().map(Role::from).collect::<Vec<_>>()))
}

/// One role of a guild.
#[utoipa::path(tag = "guilds", operation_id = "find_role", security(("bearer" = [])),
    params(("guild_id" = GuildId, Path), ("role_id" = RoleId, Path)),
    responses((status = 200, description = "The role", body = Role)))]
#[get("/guilds/{guild_id}/roles/{role_id}")]
async fn find_role(
    state: web::Data<State>,
    caller: Caller,
    Segments((id, role)): Segments<(GuildId, RoleId)>,
) -> Result<HttpResponse, Error> {
    let model = state.cache.read();
    let guild = access::guild(&model, caller.user, id)?;
    let role = guild.roles.get(&role).ok_or(Refusal::unknown_role())?;
    Ok(HttpResponse::Ok().json(Role::from(role)))
}

pub fn routes(config: &mut impl Routes) {
    config.service(list_roles).service(find_role);
}
