//! Routes of guilds.

use actix_web::{HttpResponse, web};

use super::{
    actions, icon,
    requests::{CountsQuery, CreateGuild, UpdateGuild},
    rules,
};
use crate::{
    access::{self, Caller},
    api_guard::{self, Routes, endpoint},
    http::{Error, ErrorBody, Json, Path, Query, Upload, upload::UploadForm},
    kernel::{GuildId, Patch, Permissions, limits},
    state::State,
    wire::guild::Guild,
};

/// Creates a guild with a text channel.
#[utoipa::path(post, path = "/guilds", tag = "guilds", request_body = CreateGuild,
    responses((status = 201, description = "The new guild", body = Guild),
        (status = 422, description = "The image is damaged, or has too many pixels or frames", body = ErrorBody)))]
async fn create_guild(state: web::Data<State>, caller: Caller, Json(body): Json<CreateGuild>) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Created().json(icon::create(&state, caller.user, body).await?))
}

/// Returns a guild of the caller.
#[utoipa::path(get, path = "/guilds/{guild_id}", tag = "guilds",
    params(("guild_id" = GuildId, Path), CountsQuery),
    responses((status = 200, description = "The guild", body = Guild)))]
async fn find_guild(
    state: web::Data<State>,
    caller: Caller,
    Path(id): Path<GuildId>,
    Query(query): Query<CountsQuery>,
) -> Result<HttpResponse, Error> {
    let model = state.cache.read();
    let guild = access::guild(&model, caller.user, id)?;
    let mut shown = Guild::seen_by(guild, caller.user, state.clock.now());
    if query.with_counts.0 {
        shown = shown.counted(guild.members.len(), state.presences.online(guild).len());
    }
    Ok(HttpResponse::Ok().json(shown))
}

/// Changes a guild. Requires `MANAGE_GUILD`.
#[utoipa::path(patch, path = "/guilds/{guild_id}", tag = "guilds",
    params(("guild_id" = GuildId, Path)), request_body = UpdateGuild,
    responses((status = 200, description = "The changed guild", body = Guild),
        (status = 422, description = "The image is damaged, or has too many pixels or frames", body = ErrorBody)))]
async fn update_guild(
    state: web::Data<State>,
    caller: Caller,
    Path(id): Path<GuildId>,
    Json(body): Json<UpdateGuild>,
) -> Result<HttpResponse, Error> {
    let draws = matches!(body.icon, Patch::Value(_)).then(|| api_guard::overdrawn(&state, limits::ICON, caller.user, id.get()));
    if let Some(refused) = draws.flatten() {
        return Ok(refused);
    }
    Ok(HttpResponse::Ok().json(icon::update(&state, caller, id, body).await?))
}

/// Sets the icon of a guild. Requires `MANAGE_GUILD`.
#[utoipa::path(put, path = "/guilds/{guild_id}/icon", tag = "guilds",
    params(("guild_id" = GuildId, Path)), request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses((status = 200, description = "The changed guild", body = Guild),
        (status = 422, description = "The image is damaged, or has too many pixels or frames", body = ErrorBody)))]
async fn upload_guild_icon(
    state: web::Data<State>,
    caller: Caller,
    Path(id): Path<GuildId>,
    Upload(file): Upload,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(icon::upload(&state, caller, id, file).await?))
}

/// Deletes a guild with everything in it. Only the owner can.
#[utoipa::path(delete, path = "/guilds/{guild_id}", tag = "guilds",
    params(("guild_id" = GuildId, Path)),
    responses((status = 204, description = "It is deleted")))]
async fn delete_guild(state: web::Data<State>, caller: Caller, Path(id): Path<GuildId>) -> Result<HttpResponse, Error> {
    actions::delete(&state, caller.user, id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Leaves a guild. The owner cannot.
#[utoipa::path(delete, path = "/users/@me/guilds/{guild_id}", tag = "guilds",
    params(("guild_id" = GuildId, Path)),
    responses((status = 204, description = "The caller left the guild")))]
async fn leave_guild(state: web::Data<State>, caller: Caller, Path(id): Path<GuildId>) -> Result<HttpResponse, Error> {
    actions::leave(&state, caller.user, id).await?;
    Ok(HttpResponse::NoContent().finish())
}

pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(create_guild).rate(rules::GUILD_CREATE).body(limits::ICON_BODY_BYTES));
    routes.add(endpoint!(find_guild).rate(limits::READ).bots());
    routes.add(
        endpoint!(update_guild)
            .rate(limits::GUILD_CHANGE)
            .bots()
            .needs_one_of(Permissions::MANAGE_GUILD)
            .body(limits::ICON_BODY_BYTES),
    );
    routes.add(
        endpoint!(upload_guild_icon).rate(limits::ICON).bots().needs_one_of(Permissions::MANAGE_GUILD).body(limits::ICON_BYTES),
    );
    routes.add(endpoint!(delete_guild).rate(rules::GUILD_DELETE).fresh());
    routes.add(endpoint!(leave_guild).rate(rules::GUILD_LEAVE).bots());
}
