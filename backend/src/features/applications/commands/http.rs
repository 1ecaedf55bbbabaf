//! The routes of commands, for all guilds and for one. Bots ask for them.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::{
    actions::{self, Place},
    view::{Command, Small},
};
use crate::{
    access::Caller,
    entry::{Routes, endpoint},
    http::{Body, Error, Items, Segments},
    kernel::{CommandId, GuildId, Permissions, UserId, limits},
    state::State,
};

/// What a bot declares.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DeclareCommand {
    /// 1 chat input, also if it is missing; 2 user, 3 message.
    #[serde(rename = "type")]
    #[schema(value_type = Option<u8>, minimum = 1, maximum = 3)]
    pub kind: Option<Small>,
    /// 1 to 32 code points.
    #[schema(min_length = 1, max_length = 32, examples("tea"))]
    pub name: String,
    /// At most 100 code points.
    #[schema(max_length = 100)]
    pub description: Option<String>,
    /// By language tag.
    pub name_localizations: Option<BTreeMap<String, String>>,
    /// By language tag.
    pub description_localizations: Option<BTreeMap<String, String>>,
    /// They are kept as they are.
    #[schema(value_type = Option<Vec<Object>>)]
    pub options: Option<Vec<Map<String, Value>>>,
    pub default_member_permissions: Option<Permissions>,
    pub dm_permission: Option<bool>,
    pub nsfw: Option<bool>,
    pub integration_types: Option<Vec<Small>>,
    pub contexts: Option<Vec<Small>>,
}

/// A change of what a bot has declared. What is missing stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct UpdateCommand {
    /// 1 to 32 code points.
    #[schema(min_length = 1, max_length = 32, examples("tea"))]
    pub name: Option<String>,
    /// At most 100 code points.
    #[schema(max_length = 100)]
    pub description: Option<String>,
    /// By language tag.
    pub name_localizations: Option<BTreeMap<String, String>>,
    /// By language tag.
    pub description_localizations: Option<BTreeMap<String, String>>,
    /// They are kept as they are.
    #[schema(value_type = Option<Vec<Object>>)]
    pub options: Option<Vec<Map<String, Value>>>,
    pub default_member_permissions: Option<Permissions>,
    pub dm_permission: Option<bool>,
    pub nsfw: Option<bool>,
    pub integration_types: Option<Vec<Small>>,
    pub contexts: Option<Vec<Small>>,
}

impl DeclareCommand {
    pub fn kind(&self) -> Small {
        self.kind.unwrap_or(Small(1))
    }
}

impl UpdateCommand {
    /// What was declared, with what is given here in its place.
    pub fn over(self, before: DeclareCommand) -> DeclareCommand {
        DeclareCommand {
            kind: before.kind,
            name: self.name.unwrap_or(before.name),
            description: self.description.or(before.description),
            name_localizations: self.name_localizations.or(before.name_localizations),
            description_localizations: self.description_localizations.or(before.description_localizations),
            options: self.options.or(before.options),
            default_member_permissions: self.default_member_permissions.or(before.default_member_permissions),
            dm_permission: self.dm_permission.or(before.dm_permission),
            nsfw: self.nsfw.or(before.nsfw),
            integration_types: self.integration_types.or(before.integration_types),
            contexts: self.contexts.or(before.contexts),
        }
    }
}

async fn declared(state: &State, caller: Caller, place: Place, body: DeclareCommand) -> Result<HttpResponse, Error> {
    let (command, is_new) = actions::declare(state, caller, place, body).await?;
    Ok(if is_new { HttpResponse::Created().json(command) } else { HttpResponse::Ok().json(command) })
}

async fn replaced(state: &State, caller: Caller, place: Place, bodies: Vec<DeclareCommand>) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::replace(state, caller, place, bodies).await?))
}

async fn updated(state: &State, caller: Caller, place: Place, id: CommandId, body: UpdateCommand) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::update(state, caller, place, id, body).await?))
}

async fn deleted(state: &State, caller: Caller, place: Place, id: CommandId) -> Result<HttpResponse, Error> {
    state.writer.run(move |work| Box::pin(actions::delete(work, caller, place, id))).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// One command of a place.
#[derive(Deserialize)]
struct Which {
    application_id: UserId,
    guild_id: Option<GuildId>,
    command_id: CommandId,
}

impl Which {
    const fn place(&self) -> Place {
        Place { application: self.application_id, guild: self.guild_id }
    }
}

/// What the bot has declared for all guilds, by id.
#[utoipa::path(get, path = "/applications/{application_id}/commands", tag = "applications",
    params(("application_id" = UserId, Path)),
    responses((status = 200, description = "All of it", body = Vec<Command>)))]
async fn list_commands(state: web::Data<State>, caller: Caller, Segments(place): Segments<Place>) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::all(&state, caller, place).await?))
}

/// Declares a command for all guilds. One of the same name and type is declared anew.
#[utoipa::path(post, path = "/applications/{application_id}/commands", tag = "applications",
    params(("application_id" = UserId, Path)),
    request_body = DeclareCommand,
    responses((status = 201, description = "The new command", body = Command),
        (status = 200, description = "The command that was there, as it is now", body = Command)))]
async fn declare_command(
    state: web::Data<State>,
    caller: Caller,
    Segments(place): Segments<Place>,
    Body(body): Body<DeclareCommand>,
) -> Result<HttpResponse, Error> {
    declared(&state, caller, place, body).await
}

/// Declares all commands for all guilds; what is not among them is gone.
#[utoipa::path(put, path = "/applications/{application_id}/commands", tag = "applications",
    params(("application_id" = UserId, Path)),
    request_body = Vec<DeclareCommand>,
    responses((status = 200, description = "All of them", body = Vec<Command>)))]
async fn replace_commands(
    state: web::Data<State>,
    caller: Caller,
    Segments(place): Segments<Place>,
    Items(bodies): Items<DeclareCommand>,
) -> Result<HttpResponse, Error> {
    replaced(&state, caller, place, bodies).await
}

/// One command of the bot for all guilds.
#[utoipa::path(get, path = "/applications/{application_id}/commands/{command_id}", tag = "applications",
    params(("application_id" = UserId, Path), ("command_id" = CommandId, Path)),
    responses((status = 200, description = "The command", body = Command)))]
async fn find_command(state: web::Data<State>, caller: Caller, Segments(which): Segments<Which>) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::find(&state, caller, which.place(), which.command_id).await?))
}

/// Changes a command for all guilds.
#[utoipa::path(patch, path = "/applications/{application_id}/commands/{command_id}", tag = "applications",
    params(("application_id" = UserId, Path), ("command_id" = CommandId, Path)),
    request_body = UpdateCommand,
    responses((status = 200, description = "The changed command", body = Command)))]
async fn update_command(
    state: web::Data<State>,
    caller: Caller,
    Segments(which): Segments<Which>,
    Body(body): Body<UpdateCommand>,
) -> Result<HttpResponse, Error> {
    updated(&state, caller, which.place(), which.command_id, body).await
}

/// Takes a command back that was declared for all guilds.
#[utoipa::path(delete, path = "/applications/{application_id}/commands/{command_id}", tag = "applications",
    params(("application_id" = UserId, Path), ("command_id" = CommandId, Path)),
    responses((status = 204, description = "It is gone")))]
async fn delete_command(
    state: web::Data<State>,
    caller: Caller,
    Segments(which): Segments<Which>,
) -> Result<HttpResponse, Error> {
    deleted(&state, caller, which.place(), which.command_id).await
}

/// What the bot has declared for one guild, by id.
#[utoipa::path(get, path = "/applications/{application_id}/guilds/{guild_id}/commands", tag = "applications",
    params(("application_id" = UserId, Path), ("guild_id" = GuildId, Path)),
    responses((status = 200, description = "All of it", body = Vec<Command>)))]
async fn list_guild_commands(
    state: web::Data<State>,
    caller: Caller,
    Segments(place): Segments<Place>,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::all(&state, caller, place).await?))
}

/// Declares a command for one guild. One of the same name and type is declared anew.
#[utoipa::path(post, path = "/applications/{application_id}/guilds/{guild_id}/commands", tag = "applications",
    params(("application_id" = UserId, Path), ("guild_id" = GuildId, Path)),
    request_body = DeclareCommand,
    responses((status = 201, description = "The new command", body = Command),
        (status = 200, description = "The command that was there, as it is now", body = Command)))]
async fn declare_guild_command(
    state: web::Data<State>,
    caller: Caller,
    Segments(place): Segments<Place>,
    Body(body): Body<DeclareCommand>,
) -> Result<HttpResponse, Error> {
    declared(&state, caller, place, body).await
}

/// Declares all commands for one guild; what is not among them is gone.
#[utoipa::path(put, path = "/applications/{application_id}/guilds/{guild_id}/commands", tag = "applications",
    params(("application_id" = UserId, Path), ("guild_id" = GuildId, Path)),
    request_body = Vec<DeclareCommand>,
    responses((status = 200, description = "All of them", body = Vec<Command>)))]
async fn replace_guild_commands(
    state: web::Data<State>,
    caller: Caller,
    Segments(place): Segments<Place>,
    Items(bodies): Items<DeclareCommand>,
) -> Result<HttpResponse, Error> {
    replaced(&state, caller, place, bodies).await
}

/// One command of the bot for one guild.
#[utoipa::path(get, path = "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}", tag = "applications",
    params(("application_id" = UserId, Path), ("guild_id" = GuildId, Path), ("command_id" = CommandId, Path)),
    responses((status = 200, description = "The command", body = Command)))]
async fn find_guild_command(
    state: web::Data<State>,
    caller: Caller,
    Segments(which): Segments<Which>,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::find(&state, caller, which.place(), which.command_id).await?))
}

/// Changes a command for one guild.
#[utoipa::path(patch, path = "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}", tag = "applications",
    params(("application_id" = UserId, Path), ("guild_id" = GuildId, Path), ("command_id" = CommandId, Path)),
    request_body = UpdateCommand,
    responses((status = 200, description = "The changed command", body = Command)))]
async fn update_guild_command(
    state: web::Data<State>,
    caller: Caller,
    Segments(which): Segments<Which>,
    Body(body): Body<UpdateCommand>,
) -> Result<HttpResponse, Error> {
    updated(&state, caller, which.place(), which.command_id, body).await
}

/// Takes a command back that was declared for one guild.
#[utoipa::path(delete, path = "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}", tag = "applications",
    params(("application_id" = UserId, Path), ("guild_id" = GuildId, Path), ("command_id" = CommandId, Path)),
    responses((status = 204, description = "It is gone")))]
async fn delete_guild_command(
    state: web::Data<State>,
    caller: Caller,
    Segments(which): Segments<Which>,
) -> Result<HttpResponse, Error> {
    deleted(&state, caller, which.place(), which.command_id).await
}

pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(list_commands).rate(limits::READ).bots_only());
    routes.add(endpoint!(declare_command).rate(limits::COMMANDS).bots_only().body(limits::BODY_BYTES));
    routes.add(endpoint!(replace_commands).rate(limits::COMMANDS).bots_only().body(limits::COMMANDS_BYTES));
    routes.add(endpoint!(find_command).rate(limits::READ).bots_only());
    routes.add(endpoint!(update_command).rate(limits::COMMANDS).bots_only().body(limits::BODY_BYTES));
    routes.add(endpoint!(delete_command).rate(limits::COMMANDS).bots_only());
    routes.add(endpoint!(list_guild_commands).rate(limits::READ).bots_only());
    routes.add(endpoint!(declare_guild_command).rate(limits::COMMANDS).bots_only().body(limits::BODY_BYTES));
    routes.add(endpoint!(replace_guild_commands).rate(limits::COMMANDS).bots_only().body(limits::COMMANDS_BYTES));
    routes.add(endpoint!(find_guild_command).rate(limits::READ).bots_only());
    routes.add(endpoint!(update_guild_command).rate(limits::COMMANDS).bots_only().body(limits::BODY_BYTES));
    routes.add(endpoint!(delete_guild_command).rate(limits::COMMANDS).bots_only());
}
