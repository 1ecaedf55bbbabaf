//! The routes of applications.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    actions, commands,
    view::{Application, NewBotToken},
};
use crate::{
    access::Caller,
    entry::{Routes, endpoint},
    features::auth::{
        Sender,
        actions::{self as auth, AccountEventKind},
    },
    http::{Body, Error, Segments},
    kernel::{GuildId, Permissions, UserId, limits},
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
#[utoipa::path(post, path = "/applications", tag = "applications",
    request_body = CreateApplication,
    responses((status = 201, description = "The new application", body = Application)))]
async fn create_application(
    state: web::Data<State>,
    caller: Caller,
    Sender { client, .. }: Sender,
    Body(body): Body<CreateApplication>,
) -> Result<HttpResponse, Error> {
    let act = state.writer.run(move |work| {
        Box::pin(async move {
            let made = actions::create(work, caller.user, body).await?;
            auth::note(work, caller.user, AccountEventKind::ApplicationCreated, &client).await?;
            Ok::<_, Error>(made)
        })
    });
    Ok(HttpResponse::Created().json(act.await?))
}

/// The caller's applications.
#[utoipa::path(get, path = "/applications", tag = "applications",
    responses((status = 200, description = "They, by id", body = Vec<Application>)))]
async fn list_applications(state: web::Data<State>, caller: Caller) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::all_of(&state, caller.user).await?))
}

/// The application of the bot that asks.
#[utoipa::path(get, path = "/applications/@me", tag = "applications",
    responses((status = 200, description = "The application", body = Application)))]
async fn current_application(state: web::Data<State>, caller: Caller) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::own(&state, caller).await?))
}

/// The same at the place where some libraries look for it.
#[utoipa::path(get, path = "/oauth2/applications/@me", tag = "applications",
    responses((status = 200, description = "The application", body = Application)))]
async fn current_oauth2_application(state: web::Data<State>, caller: Caller) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::own(&state, caller).await?))
}

/// One of the caller's applications.
#[utoipa::path(get, path = "/applications/{application_id}", tag = "applications",
    params(("application_id" = UserId, Path)),
    responses((status = 200, description = "The application", body = Application)))]
async fn find_application(
    state: web::Data<State>,
    caller: Caller,
    Segments(id): Segments<UserId>,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::find(&state, caller.user, id).await?))
}

/// Changes one of the caller's applications.
#[utoipa::path(patch, path = "/applications/{application_id}", tag = "applications",
    params(("application_id" = UserId, Path)), request_body = UpdateApplication,
    responses((status = 200, description = "The changed application", body = Application)))]
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
#[utoipa::path(delete, path = "/applications/{application_id}", tag = "applications",
    params(("application_id" = UserId, Path)),
    responses((status = 204, description = "It is deleted")))]
async fn delete_application(
    state: web::Data<State>,
    caller: Caller,
    Segments(id): Segments<UserId>,
) -> Result<HttpResponse, Error> {
    actions::delete(&state, caller.user, id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Gives a bot another token, which is shown this once. The one before it is dead, and connections with it are closed.
#[utoipa::path(post, path = "/applications/{application_id}/bot/token", tag = "applications",
    params(("application_id" = UserId, Path)),
    responses((status = 200, description = "The token", body = NewBotToken)))]
async fn reset_bot_token(
    state: web::Data<State>,
    caller: Caller,
    Sender { client, .. }: Sender,
    Segments(id): Segments<UserId>,
) -> Result<HttpResponse, Error> {
    let act = state.writer.run(move |work| {
        Box::pin(async move {
            let token = actions::reset_token(work, caller.user, id).await?;
            auth::note(work, caller.user, AccountEventKind::BotTokenCreated, &client).await?;
            Ok::<_, Error>(token)
        })
    });
    Ok(HttpResponse::Ok().insert_header(("cache-control", "no-store")).json(act.await?))
}

/// Lets a bot into a guild, or changes what one may do that is in. Needs MANAGE_GUILD and whatever the bot is to have.
#[utoipa::path(put, path = "/guilds/{guild_id}/bots/{application_id}", tag = "applications",
    params(("guild_id" = GuildId, Path), ("application_id" = UserId, Path)), request_body = AddBot,
    responses((status = 204, description = "The bot is a member")))]
async fn add_bot(
    state: web::Data<State>,
    caller: Caller,
    Sender { client, .. }: Sender,
    Segments((guild, bot)): Segments<(GuildId, UserId)>,
    Body(body): Body<AddBot>,
) -> Result<HttpResponse, Error> {
    let permissions = body.permissions.unwrap_or_default();
    let act = state.writer.run(move |work| {
        Box::pin(async move {
            actions::add_to_guild(work, caller.user, guild, bot, permissions).await?;
            Ok::<_, Error>(auth::note(work, caller.user, AccountEventKind::BotAdded, &client).await?)
        })
    });
    act.await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `@me` stands before the route that would take it for an id.
pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(create_application).rate(limits::APPLICATION).fresh().body(limits::FORM_BYTES));
    routes.add(endpoint!(list_applications).rate(limits::READ));
    routes.add(endpoint!(current_application).rate(limits::READ).bots_only());
    routes.add(endpoint!(current_oauth2_application).rate(limits::READ).bots_only());
    routes.add(endpoint!(find_application).rate(limits::READ));
    routes.add(endpoint!(update_application).rate(limits::APPLICATION).body(limits::FORM_BYTES));
    routes.add(endpoint!(delete_application).rate(limits::APPLICATION));
    routes.add(endpoint!(reset_bot_token).rate(limits::APPLICATION).fresh());
    routes.add(endpoint!(add_bot).rate(limits::BOT_ADD).fresh().needs_one_of(Permissions::MANAGE_GUILD).body(limits::FORM_BYTES));
    commands::routes(routes);
}
