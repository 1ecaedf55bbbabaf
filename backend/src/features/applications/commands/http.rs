//! Routes of commands, global and by guild. Only bots may use them.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::{
    actions::{self, CommandScope},
    requests::{DeclareCommand, UpdateCommand},
    view::Command,
};
use crate::{
    access::Caller,
    api_guard::{Routes, endpoint},
    features::applications::rules,
    http::{Error, Items, Json, Path},
    kernel::{CommandId, GuildId, UserId, limits},
    state::State,
};

async fn declared(state: &State, caller: Caller, scope: CommandScope, body: DeclareCommand) -> Result<HttpResponse, Error> {
    let (command, is_new) = actions::declare(state, caller, scope, body).await?;
    Ok(if is_new { HttpResponse::Created().json(command) } else { HttpResponse::Ok().json(command) })
}

async fn replaced(
    state: &State,
    caller: Caller,
    scope: CommandScope,
    bodies: Vec<DeclareCommand>,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::replace(state, caller, scope, bodies).await?))
}

async fn updated(
    state: &State,
    caller: Caller,
    scope: CommandScope,
    id: CommandId,
    body: UpdateCommand,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::update(state, caller, scope, id, body).await?))
}

async fn deleted(state: &State, caller: Caller, scope: CommandScope, id: CommandId) -> Result<HttpResponse, Error> {
    actions::delete(state, caller, scope, id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// A command of a scope.
#[derive(Deserialize)]
struct Which {
    application_id: UserId,
    guild_id: Option<GuildId>,
    command_id: CommandId,
}

impl Which {
    const fn scope(&self) -> CommandScope {
        CommandScope { application: self.application_id, guild: self.guild_id }
    }
}

/// Returns the global commands of the bot, by id.
#[utoipa::path(get, path = "/applications/{application_id}/commands", tag = "applications",
    params(("application_id" = UserId, Path)),
    responses((status = 200, description = "The commands", body = Vec<Command>)))]
async fn list_commands(state: web::Data<State>, caller: Caller, Path(scope): Path<CommandScope>) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::all(&state, caller, scope).await?))
}

/// Registers a global command. It replaces a command with the same name and type.
#[utoipa::path(post, path = "/applications/{application_id}/commands", tag = "applications",
    params(("application_id" = UserId, Path)),
    request_body = DeclareCommand,
    responses((status = 201, description = "The new command", body = Command),
        (status = 200, description = "The replaced command", body = Command)))]
async fn declare_command(
    state: web::Data<State>,
    caller: Caller,
    Path(scope): Path<CommandScope>,
    Json(body): Json<DeclareCommand>,
) -> Result<HttpResponse, Error> {
    declared(&state, caller, scope, body).await
}

/// Replaces all global commands.
#[utoipa::path(put, path = "/applications/{application_id}/commands", tag = "applications",
    params(("application_id" = UserId, Path)),
    request_body = Vec<DeclareCommand>,
    responses((status = 200, description = "The commands", body = Vec<Command>)))]
async fn replace_commands(
    state: web::Data<State>,
    caller: Caller,
    Path(scope): Path<CommandScope>,
    Items(bodies): Items<DeclareCommand>,
) -> Result<HttpResponse, Error> {
    replaced(&state, caller, scope, bodies).await
}

/// Returns a global command of the bot.
#[utoipa::path(get, path = "/applications/{application_id}/commands/{command_id}", tag = "applications",
    params(("application_id" = UserId, Path), ("command_id" = CommandId, Path)),
    responses((status = 200, description = "The command", body = Command)))]
async fn find_command(state: web::Data<State>, caller: Caller, Path(which): Path<Which>) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::find(&state, caller, which.scope(), which.command_id).await?))
}

/// Changes a global command.
#[utoipa::path(patch, path = "/applications/{application_id}/commands/{command_id}", tag = "applications",
    params(("application_id" = UserId, Path), ("command_id" = CommandId, Path)),
    request_body = UpdateCommand,
    responses((status = 200, description = "The changed command", body = Command)))]
async fn update_command(
    state: web::Data<State>,
    caller: Caller,
    Path(which): Path<Which>,
    Json(body): Json<UpdateCommand>,
) -> Result<HttpResponse, Error> {
    updated(&state, caller, which.scope(), which.command_id, body).await
}

/// Deletes a global command.
#[utoipa::path(delete, path = "/applications/{application_id}/commands/{command_id}", tag = "applications",
    params(("application_id" = UserId, Path), ("command_id" = CommandId, Path)),
    responses((status = 204, description = "It was deleted")))]
async fn delete_command(state: web::Data<State>, caller: Caller, Path(which): Path<Which>) -> Result<HttpResponse, Error> {
    deleted(&state, caller, which.scope(), which.command_id).await
}

/// Returns the commands of the bot in a guild, by id.
#[utoipa::path(get, path = "/applications/{application_id}/guilds/{guild_id}/commands", tag = "applications",
    params(("application_id" = UserId, Path), ("guild_id" = GuildId, Path)),
    responses((status = 200, description = "The commands", body = Vec<Command>)))]
async fn list_guild_commands(
    state: web::Data<State>,
    caller: Caller,
    Path(scope): Path<CommandScope>,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::all(&state, caller, scope).await?))
}

/// Registers a command in a guild. It replaces a command with the same name and type.
#[utoipa::path(post, path = "/applications/{application_id}/guilds/{guild_id}/commands", tag = "applications",
    params(("application_id" = UserId, Path), ("guild_id" = GuildId, Path)),
    request_body = DeclareCommand,
    responses((status = 201, description = "The new command", body = Command),
        (status = 200, description = "The replaced command", body = Command)))]
async fn declare_guild_command(
    state: web::Data<State>,
    caller: Caller,
    Path(scope): Path<CommandScope>,
    Json(body): Json<DeclareCommand>,
) -> Result<HttpResponse, Error> {
    declared(&state, caller, scope, body).await
}

/// Replaces all commands of the bot in a guild.
#[utoipa::path(put, path = "/applications/{application_id}/guilds/{guild_id}/commands", tag = "applications",
    params(("application_id" = UserId, Path), ("guild_id" = GuildId, Path)),
    request_body = Vec<DeclareCommand>,
    responses((status = 200, description = "The commands", body = Vec<Command>)))]
async fn replace_guild_commands(
    state: web::Data<State>,
    caller: Caller,
    Path(scope): Path<CommandScope>,
    Items(bodies): Items<DeclareCommand>,
) -> Result<HttpResponse, Error> {
    replaced(&state, caller, scope, bodies).await
}

/// Returns a command of the bot in a guild.
#[utoipa::path(get, path = "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}", tag = "applications",
    params(("application_id" = UserId, Path), ("guild_id" = GuildId, Path), ("command_id" = CommandId, Path)),
    responses((status = 200, description = "The command", body = Command)))]
async fn find_guild_command(state: web::Data<State>, caller: Caller, Path(which): Path<Which>) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::find(&state, caller, which.scope(), which.command_id).await?))
}

/// Changes a command in a guild.
#[utoipa::path(patch, path = "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}", tag = "applications",
    params(("application_id" = UserId, Path), ("guild_id" = GuildId, Path), ("command_id" = CommandId, Path)),
    request_body = UpdateCommand,
    responses((status = 200, description = "The changed command", body = Command)))]
async fn update_guild_command(
    state: web::Data<State>,
    caller: Caller,
    Path(which): Path<Which>,
    Json(body): Json<UpdateCommand>,
) -> Result<HttpResponse, Error> {
    updated(&state, caller, which.scope(), which.command_id, body).await
}

/// Deletes a command in a guild.
#[utoipa::path(delete, path = "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}", tag = "applications",
    params(("application_id" = UserId, Path), ("guild_id" = GuildId, Path), ("command_id" = CommandId, Path)),
    responses((status = 204, description = "It was deleted")))]
async fn delete_guild_command(state: web::Data<State>, caller: Caller, Path(which): Path<Which>) -> Result<HttpResponse, Error> {
    deleted(&state, caller, which.scope(), which.command_id).await
}

pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(list_commands).rate(limits::READ).bots_only());
    routes.add(endpoint!(declare_command).rate(rules::COMMANDS).bots_only().body(limits::BODY_BYTES));
    routes.add(endpoint!(replace_commands).rate(rules::COMMANDS).bots_only().body(rules::COMMANDS_BYTES));
    routes.add(endpoint!(find_command).rate(limits::READ).bots_only());
    routes.add(endpoint!(update_command).rate(rules::COMMANDS).bots_only().body(limits::BODY_BYTES));
    routes.add(endpoint!(delete_command).rate(rules::COMMANDS).bots_only());
    routes.add(endpoint!(list_guild_commands).rate(limits::READ).bots_only());
    routes.add(endpoint!(declare_guild_command).rate(rules::COMMANDS).bots_only().body(limits::BODY_BYTES));
    routes.add(endpoint!(replace_guild_commands).rate(rules::COMMANDS).bots_only().body(rules::COMMANDS_BYTES));
    routes.add(endpoint!(find_guild_command).rate(limits::READ).bots_only());
    routes.add(endpoint!(update_guild_command).rate(rules::COMMANDS).bots_only().body(limits::BODY_BYTES));
    routes.add(endpoint!(delete_guild_command).rate(rules::COMMANDS).bots_only());
}
