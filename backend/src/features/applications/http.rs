//! Routes of applications.

use actix_web::{HttpResponse, web};

use super::{
    actions, commands,
    requests::{AddBot, CreateApplication, UpdateApplication},
    rules,
    view::{Application, NewBotToken},
};
use crate::{
    access::Caller,
    api_guard::{Routes, endpoint},
    features::auth::Sender,
    http::{Error, Json, Path},
    kernel::{GuildId, Permissions, UserId, limits},
    state::State,
};

/// Creates an application with its bot. The bot has no token until one is requested.
#[utoipa::path(post, path = "/applications", tag = "applications",
    request_body = CreateApplication,
    responses((status = 201, description = "The new application", body = Application)))]
async fn create_application(
    state: web::Data<State>,
    caller: Caller,
    Sender { client, .. }: Sender,
    Json(body): Json<CreateApplication>,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Created().json(actions::create(&state, caller.user, client, body).await?))
}

/// Returns the caller's applications.
#[utoipa::path(get, path = "/applications", tag = "applications",
    responses((status = 200, description = "The list, by id", body = Vec<Application>)))]
async fn list_applications(state: web::Data<State>, caller: Caller) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::all_of(&state, caller.user).await?))
}

/// Returns the application of the calling bot.
#[utoipa::path(get, path = "/applications/@me", tag = "applications",
    responses((status = 200, description = "The application", body = Application)))]
async fn current_application(state: web::Data<State>, caller: Caller) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::own(&state, caller).await?))
}

/// Returns the application of the calling bot, at the path that some libraries use.
#[utoipa::path(get, path = "/oauth2/applications/@me", tag = "applications",
    responses((status = 200, description = "The application", body = Application)))]
async fn current_oauth2_application(state: web::Data<State>, caller: Caller) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::own(&state, caller).await?))
}

/// Returns an application of the caller.
#[utoipa::path(get, path = "/applications/{application_id}", tag = "applications",
    params(("application_id" = UserId, Path)),
    responses((status = 200, description = "The application", body = Application)))]
async fn find_application(state: web::Data<State>, caller: Caller, Path(id): Path<UserId>) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::find(&state, caller.user, id).await?))
}

/// Changes an application of the caller.
#[utoipa::path(patch, path = "/applications/{application_id}", tag = "applications",
    params(("application_id" = UserId, Path)), request_body = UpdateApplication,
    responses((status = 200, description = "The changed application", body = Application)))]
async fn update_application(
    state: web::Data<State>,
    caller: Caller,
    Path(id): Path<UserId>,
    Json(body): Json<UpdateApplication>,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::update(&state, caller.user, id, body).await?))
}

/// Deletes an application of the caller. Its bot leaves all guilds; its messages remain.
#[utoipa::path(delete, path = "/applications/{application_id}", tag = "applications",
    params(("application_id" = UserId, Path)),
    responses((status = 204, description = "It is deleted")))]
async fn delete_application(state: web::Data<State>, caller: Caller, Path(id): Path<UserId>) -> Result<HttpResponse, Error> {
    actions::delete(&state, caller.user, id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Creates a new token for a bot, which is returned only once. The previous token ends, and its connections are closed.
#[utoipa::path(post, path = "/applications/{application_id}/bot/token", tag = "applications",
    params(("application_id" = UserId, Path)),
    responses((status = 200, description = "The token", body = NewBotToken)))]
async fn reset_bot_token(
    state: web::Data<State>,
    caller: Caller,
    Sender { client, .. }: Sender,
    Path(id): Path<UserId>,
) -> Result<HttpResponse, Error> {
    let token = actions::reset_token(&state, caller.user, client, id).await?;
    Ok(HttpResponse::Ok().insert_header(("cache-control", "no-store")).json(token))
}

/// Adds a bot to a guild, or changes its permissions. Requires `MANAGE_GUILD` and every permission that the bot gets.
#[utoipa::path(put, path = "/guilds/{guild_id}/bots/{application_id}", tag = "applications",
    params(("guild_id" = GuildId, Path), ("application_id" = UserId, Path)), request_body = AddBot,
    responses((status = 204, description = "The bot is a member of the guild")))]
async fn add_bot(
    state: web::Data<State>,
    caller: Caller,
    Sender { client, .. }: Sender,
    Path((guild, bot)): Path<(GuildId, UserId)>,
    Json(body): Json<AddBot>,
) -> Result<HttpResponse, Error> {
    let permissions = body.permissions.unwrap_or_default();
    actions::add_to_guild(&state, (caller.user, client), guild, bot, permissions).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `@me` must precede the route that would match it as an id.
pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(create_application).rate(rules::APPLICATION).fresh().body(limits::FORM_BYTES));
    routes.add(endpoint!(list_applications).rate(limits::READ));
    routes.add(endpoint!(current_application).rate(limits::READ).bots_only());
    routes.add(endpoint!(current_oauth2_application).rate(limits::READ).bots_only());
    routes.add(endpoint!(find_application).rate(limits::READ));
    routes.add(endpoint!(update_application).rate(rules::APPLICATION).body(limits::FORM_BYTES));
    routes.add(endpoint!(delete_application).rate(rules::APPLICATION));
    routes.add(endpoint!(reset_bot_token).rate(rules::APPLICATION).fresh());
    routes.add(endpoint!(add_bot).rate(rules::BOT_ADD).fresh().needs_one_of(Permissions::MANAGE_GUILD).body(limits::FORM_BYTES));
    commands::routes(routes);
}
