//! Routes of roles.

use actix_web::{HttpResponse, web};

use super::rules;
use crate::{
    access::{self, Caller},
    api_guard::{Routes, endpoint},
    http::{Error, Path},
    kernel::{GuildId, RoleId, limits},
    state::State,
    wire::role::Role,
};

/// Returns the roles of a guild, including @everyone.
#[utoipa::path(get, path = "/guilds/{guild_id}/roles", tag = "guilds",
    params(("guild_id" = GuildId, Path)),
    responses((status = 200, description = "All roles", body = Vec<Role>)))]
async fn list_roles(state: web::Data<State>, caller: Caller, Path(id): Path<GuildId>) -> Result<HttpResponse, Error> {
    let model = state.cache.read();
    let guild = access::guild(&model, caller.user, id)?;
    Ok(HttpResponse::Ok().json(guild.roles.values().map(Role::from).collect::<Vec<_>>()))
}

/// Returns a role of a guild.
#[utoipa::path(get, path = "/guilds/{guild_id}/roles/{role_id}", tag = "guilds",
    params(("guild_id" = GuildId, Path), ("role_id" = RoleId, Path)),
    responses((status = 200, description = "The role", body = Role)))]
async fn find_role(
    state: web::Data<State>,
    caller: Caller,
    Path((id, role)): Path<(GuildId, RoleId)>,
) -> Result<HttpResponse, Error> {
    let model = state.cache.read();
    let guild = access::guild(&model, caller.user, id)?;
    let role = guild.roles.get(&role).ok_or(rules::unknown_role())?;
    Ok(HttpResponse::Ok().json(Role::from(role)))
}

pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(list_roles).rate(limits::READ).bots());
    routes.add(endpoint!(find_role).rate(limits::READ).bots());
}
