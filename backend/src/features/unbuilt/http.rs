//! Routes of unsupported features.

use actix_web::HttpResponse;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::{
    access::Caller,
    api_guard::{Routes, endpoint},
    http::{Error, Path},
    kernel::{ApiError, ChannelId, GuildId, UserId, limits},
};

/// A voice region.
#[derive(Debug, Serialize, ToSchema)]
struct VoiceRegion {
    id: &'static str,
    name: &'static str,
    optimal: bool,
    deprecated: bool,
    custom: bool,
}

const REGIONS: [VoiceRegion; 1] = [VoiceRegion { id: "local", name: "Local", optimal: true, deprecated: false, custom: false }];

#[derive(Debug, Default, Serialize, ToSchema)]
struct SoundboardSounds {
    #[schema(value_type = Vec<Object>)]
    items: Vec<Value>,
}

#[derive(Debug, Default, Serialize, ToSchema)]
struct StickerPacks {
    #[schema(value_type = Vec<Object>)]
    sticker_packs: Vec<Value>,
}

#[derive(Debug, Default, Serialize, ToSchema)]
struct VanityUrl {
    #[schema(required = true)]
    code: Option<String>,
    uses: u32,
}

#[derive(Debug, Default, Serialize, ToSchema)]
struct Widget {
    enabled: bool,
    #[schema(required = true)]
    channel_id: Option<ChannelId>,
}

#[derive(Debug, Default, Serialize, ToSchema)]
struct WelcomeScreen {
    #[schema(required = true)]
    description: Option<String>,
    #[schema(value_type = Vec<Object>)]
    welcome_channels: Vec<Value>,
}

#[derive(Debug, Serialize, ToSchema)]
struct Onboarding {
    guild_id: GuildId,
    #[schema(value_type = Vec<Object>)]
    prompts: Vec<Value>,
    default_channel_ids: Vec<ChannelId>,
    enabled: bool,
    mode: u8,
}

fn no_items() -> HttpResponse {
    HttpResponse::Ok().json([(); 0])
}

/// Returns the voice regions: one.
#[utoipa::path(get, path = "/voice/regions", tag = "compatibility",
    responses((status = 200, description = "The region", body = Vec<VoiceRegion>)))]
async fn list_voice_regions() -> HttpResponse {
    HttpResponse::Ok().json(REGIONS)
}

/// Returns the voice regions of a guild: one.
#[utoipa::path(get, path = "/guilds/{guild_id}/regions", tag = "compatibility", params(("guild_id" = GuildId, Path)),
    responses((status = 200, description = "The region", body = Vec<VoiceRegion>)))]
async fn list_guild_voice_regions() -> HttpResponse {
    HttpResponse::Ok().json(REGIONS)
}

/// Returns the default sounds: none.
#[utoipa::path(get, path = "/soundboard-default-sounds", tag = "compatibility",
    responses((status = 200, description = "None", body = Vec<Object>)))]
async fn list_default_sounds() -> HttpResponse {
    no_items()
}

/// Returns the sounds of a guild: none.
#[utoipa::path(get, path = "/guilds/{guild_id}/soundboard-sounds", tag = "compatibility", params(("guild_id" = GuildId, Path)),
    responses((status = 200, description = "None", body = SoundboardSounds)))]
async fn list_guild_sounds() -> HttpResponse {
    HttpResponse::Ok().json(SoundboardSounds::default())
}

/// Returns the sticker packs: none.
#[utoipa::path(get, path = "/sticker-packs", tag = "compatibility",
    responses((status = 200, description = "None", body = StickerPacks)))]
async fn list_sticker_packs() -> HttpResponse {
    HttpResponse::Ok().json(StickerPacks::default())
}

/// Returns the integrations of a guild: none.
#[utoipa::path(get, path = "/guilds/{guild_id}/integrations", tag = "compatibility", params(("guild_id" = GuildId, Path)),
    responses((status = 200, description = "None", body = Vec<Object>)))]
async fn list_integrations() -> HttpResponse {
    no_items()
}

/// Returns the templates of a guild: none.
#[utoipa::path(get, path = "/guilds/{guild_id}/templates", tag = "compatibility", params(("guild_id" = GuildId, Path)),
    responses((status = 200, description = "None", body = Vec<Object>)))]
async fn list_guild_templates() -> HttpResponse {
    no_items()
}

/// Returns the vanity URL of a guild: none.
#[utoipa::path(get, path = "/guilds/{guild_id}/vanity-url", tag = "compatibility", params(("guild_id" = GuildId, Path)),
    responses((status = 200, description = "None", body = VanityUrl)))]
async fn find_vanity_url() -> HttpResponse {
    HttpResponse::Ok().json(VanityUrl::default())
}

/// Returns the widget settings of a guild: disabled.
#[utoipa::path(get, path = "/guilds/{guild_id}/widget", tag = "compatibility", params(("guild_id" = GuildId, Path)),
    responses((status = 200, description = "It is disabled", body = Widget)))]
async fn find_widget() -> HttpResponse {
    HttpResponse::Ok().json(Widget::default())
}

/// Returns the welcome screen of a guild: empty.
#[utoipa::path(get, path = "/guilds/{guild_id}/welcome-screen", tag = "compatibility", params(("guild_id" = GuildId, Path)),
    responses((status = 200, description = "An empty welcome screen", body = WelcomeScreen)))]
async fn find_welcome_screen() -> HttpResponse {
    HttpResponse::Ok().json(WelcomeScreen::default())
}

/// Returns the onboarding of a guild: empty.
#[utoipa::path(get, path = "/guilds/{guild_id}/onboarding", tag = "compatibility", params(("guild_id" = GuildId, Path)),
    responses((status = 200, description = "It is disabled", body = Onboarding)))]
async fn find_onboarding(Path(guild_id): Path<GuildId>) -> HttpResponse {
    let nothing = Onboarding { guild_id, prompts: Vec::new(), default_channel_ids: Vec::new(), enabled: false, mode: 0 };
    HttpResponse::Ok().json(nothing)
}

/// Returns the SKUs of an application: none.
#[utoipa::path(get, path = "/applications/{application_id}/skus", tag = "compatibility",
    params(("application_id" = UserId, Path)), responses((status = 200, description = "None", body = Vec<Object>)))]
async fn list_skus(caller: Caller, Path(id): Path<UserId>) -> Result<HttpResponse, Error> {
    nothing_of(caller, id)
}

/// Returns the entitlements of an application: none.
#[utoipa::path(get, path = "/applications/{application_id}/entitlements", tag = "compatibility",
    params(("application_id" = UserId, Path)), responses((status = 200, description = "None", body = Vec<Object>)))]
async fn list_entitlements(caller: Caller, Path(id): Path<UserId>) -> Result<HttpResponse, Error> {
    nothing_of(caller, id)
}

/// Returns the role connection metadata of an application: none.
#[utoipa::path(get, path = "/applications/{application_id}/role-connections/metadata", tag = "compatibility",
    params(("application_id" = UserId, Path)), responses((status = 200, description = "None", body = Vec<Object>)))]
async fn list_role_connections(caller: Caller, Path(id): Path<UserId>) -> Result<HttpResponse, Error> {
    nothing_of(caller, id)
}

/// A bot may query its own application only.
fn nothing_of(caller: Caller, application: UserId) -> Result<HttpResponse, Error> {
    if caller.user != application {
        return Err(ApiError::unknown_application().into());
    }
    Ok(no_items())
}

pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(list_voice_regions).rate(limits::READ).bots());
    routes.add(endpoint!(list_guild_voice_regions).rate(limits::READ).bots());
    routes.add(endpoint!(list_default_sounds).rate(limits::READ).bots());
    routes.add(endpoint!(list_guild_sounds).rate(limits::READ).bots());
    routes.add(endpoint!(list_sticker_packs).rate(limits::READ).bots());
    routes.add(endpoint!(list_integrations).rate(limits::READ).bots());
    routes.add(endpoint!(list_guild_templates).rate(limits::READ).bots());
    routes.add(endpoint!(find_vanity_url).rate(limits::READ).bots());
    routes.add(endpoint!(find_widget).rate(limits::READ).bots());
    routes.add(endpoint!(find_welcome_screen).rate(limits::READ).bots());
    routes.add(endpoint!(find_onboarding).rate(limits::READ).bots());
    routes.add(endpoint!(list_skus).rate(limits::READ).bots_only());
    routes.add(endpoint!(list_entitlements).rate(limits::READ).bots_only());
    routes.add(endpoint!(list_role_connections).rate(limits::READ).bots_only());
}
