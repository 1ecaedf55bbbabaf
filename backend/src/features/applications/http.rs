//! The routes of applications.

use actix_web::{HttpResponse, delete, get, patch, post, put, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    actions, commands,
    view::{Application, NewBotToken},
};
use crate::{
    access::Caller,
    http::{Body, Error, Routes, Segments},
    kernel::{GuildId, Permissions, UserId},
    state::State,
};

/// An application to make.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CreateApplication {
    /// 2 to 32 code points. The user name of the bot is made from it.
    #[schema(min_length = 2, max_length = 32, examples("Tea timer"))]
    pub name: String,
    /// At most 400 code points.
    #[schema(max_length = 400)]
    pub description: Option<String>,
    /// Whether others than its owner may let the bot into guilds; they may if it is missing.
    pub bot_public: Option<bool>,
}

/// A change of an application. What is missing stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct UpdateApplication {
    /// 2 to 32 code points; also the display name of the bot.
    #[schema(min_length = 2, max_length = 32, examples("Tea timer"))]
    pub name: Option<String>,
    /// At most 400 code points.
    #[schema(max_length = 400)]
    pub description: Option<String>,
    pub bot_public: Option<bool>,
}

/// What a bot may do in a guild.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct AddBot {
    /// None, if it is missing; everybody's are added to these.
    pub permissions: Option<Permissions>,
}

/// Makes an application with its bot. The bot has no token until one is asked for.
#[utoipa::path(tag = "applications", operation_id = "create_application", security(("bearer" = [])),
    request_body = CreateApplication,
    responses((status = 201, description = "The new application", body = Application)))]
#[post("/applications")]
async fn create_application(
    state: web::Data<State>,
    caller: Caller,
    Body(body): Body<CreateApplication>,
) -> Result<HttpResponse, Error> {
    let act = state.writer.run(move |work| Box::pin(actions::create(work, caller.user, body)));
    Ok(HttpResponse::Created().json(act.await?))
}

/// The caller's applications.
#[utoipa::path(tag = "applications", operation_id = "list_applications", security(("bearer" = [])),
    responses((status = 200, description = "They, by id", body = Vec<Application>)))]
#[get("/applications")]
async fn list_applications(state: web::Data<State>, caller: Caller) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::all_of(&state, caller.user).await?))
}

/// The application of the bot that asks.
#[utoipa::path(tag = "applications", operation_id = "current_application", security(("bot" = [])),
    responses((status = 200, description = "The application", body = Application)))]
#[get("/applications/@me")]
async fn current_application(state: web::Data<State>, caller: Caller) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::own(&state, caller).await?))
}

/// The same at the place where some libraries look for it.
#[utoipa::path(tag = "applications", operation_id = "current_oauth2_application", security(("bot" = [])),
    responses((status = 200, description = "The application", body = Application)))]
#[get("/oauth2/applications/@me")]
async fn current_oauth2_application(state: web::Data<State>, caller: Caller) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::own(&state, caller).await?))
}

/// One of the caller's applications.
#[utoipa::path(tag = "applications", operation_id = "find_application", security(("bearer" = [])),
    params(("application_id" = UserId, Path)),
    responses((status = 200, description = "The application", body = Application)))]
#[get("/applications/{application_id}")]
async fn find_application(
    state: web::Data<State>,
    caller: Caller,
    Segments(id): Segments<UserId>,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::find(&state, caller.user, id).await?))
}

/// Changes one of the caller's applications.
#[utoipa::path(tag = "applications", operation_id = "update_application", security(("bearer" = [])),
    params(("application_id" = UserId, Path)), request_body = UpdateApplication,
    responses((status = 200, description = "The changed application", body = Application)))]
#[patch("/applications/{application_id}")]
async fn update_application(
    state: web::Data<State>,
    caller: Caller,
    Segments(id): Segments<UserId>,
    Body(body): Body<UpdateApplication>,
) -> Result<HttpResponse, Error> {
    let act = state.writer.run(move |work| Box::pin(actions::update(work, caller.user, id, body)));
    Ok(HttpResponse::Ok().json(act.await?))
}

/// Deletes one of the caller's applications. Its bot leaves all guilds; what it wrote stays.
#[utoipa::path(tag = "applications", operation_id = "delete_application", security(("bearer" = [])),
    params(("application_id" = UserId, Path)),
    responses((status = 204, description = "It is deleted")))]
#[delete("/applications/{application_id}")]
async fn delete_application(
    state: web::Data<State>,
    caller: Caller,
    Segments(id): Segments<UserId>,
) -> Result<HttpResponse, Error> {
    actions::delete(&state, caller.user, id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Gives a bot another token, which is shown this once. The one before it is dead, and connections with it are closed.
#[utoipa::path(tag = "applications", operation_id = "reset_bot_token", security(("bearer" = [])),
    params(("application_id" = UserId, Path)),
    responses((status = 200, description = "The token", body = NewBotToken)))]
#[post("/applications/{application_id}/bot/token")]
async fn reset_bot_token(state: web::Data<State>, caller: Caller, Segments(id): Segments<UserId>) -> Result<HttpResponse, Error> {
    let act = state.writer.run(move |work| Box::pin(actions::reset_token(work, caller.user, id)));
    Ok(HttpResponse::Ok().insert_header(("cache-control", "no-store")).json(act.await?))
}

/// Lets a bot into a guild, or changes what one may do that is in. Needs MANAGE_GUILD and whatever the bot is to have.
#[utoipa::path(tag = "applications", operation_id = "add_bot", security(("bearer" = [])),
    params(("guild_id" = GuildId, Path), ("application_id" = UserId, Path)), request_body = AddBot,
    responses((status = 204, description = "The bot is a member")))]
#[put("/guilds/{guild_id}/bots/{application_id}")]
async fn add_bot(
    state: web::Data<State>,
    caller: Caller,
    Segments((guild, bot)): Segments<(GuildId, UserId)>,
    Body(body): Body<AddBot>,
) -> Result<HttpResponse, Error> {
    let permissions = body.permissions.unwrap_or_default();
    let act = state.writer.run(move |work| Box::pin(actions::add_to_guild(work, caller.user, guild, bot, permissions)));
    act.await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `@me` stands before the route that would take it for an id.
pub fn routes(config: &mut impl Routes) {
    config.service(create_application).service(list_applications);
    config.service(current_application).service(current_oauth2_application);
    config.service(find_application).service(update_application).service(delete_application);
    config.service(reset_bot_token).service(add_bot);
    commands::routes(config);
}
