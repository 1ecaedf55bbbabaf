//! Routes of images, at the root.

use actix_files::NamedFile;
use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, HeaderName, HeaderValue},
    web,
};
use utoipa::ToSchema;

use super::{requests::SizeQuery, rules};
use crate::{
    api_guard::{Routes, endpoint},
    http::{Error, Path, Query},
    kernel::{ApiError, ChannelId, GuildId, UserId},
    media::{self, Key, Owner, default_avatars},
    state::State,
};

/// Headers of every image: the response is the same for all browsers, and never changes.
const ALWAYS: &[(&str, &str)] = &[
    ("cache-control", "public, max-age=31536000, immutable"),
    ("content-security-policy", "default-src 'none'; sandbox"),
    ("cross-origin-resource-policy", "cross-origin"),
];

/// Returns the avatar of a user. Whatever the extension (png, webp, jpg, jpeg, gif), the stored image is served with its own
/// type.
#[utoipa::path(get, path = "/cdn/avatars/{user_id}/{file}", tag = "images",
    params(("user_id" = UserId, Path), ("file" = String, Path, description = "`{hash}.{ending}`"), SizeQuery),
    responses((status = 200, description = "The image", content((ImageFile = "image/png"), (ImageFile = "image/jpeg"))),
        (status = 206, description = "The requested range"), (status = 304, description = "Not modified")))]
async fn avatar(
    state: web::Data<State>,
    request: HttpRequest,
    Path((user, name)): Path<(UserId, String)>,
    Query(query): Query<SizeQuery>,
) -> Result<HttpResponse, Error> {
    served(&state, &request, Owner::User(user), &name, query).await
}

/// Returns the icon of a guild, like an avatar.
#[utoipa::path(get, path = "/cdn/icons/{guild_id}/{file}", tag = "images",
    params(("guild_id" = GuildId, Path), ("file" = String, Path, description = "`{hash}.{ending}`"), SizeQuery),
    responses((status = 200, description = "The image", content((ImageFile = "image/png"), (ImageFile = "image/jpeg"))),
        (status = 206, description = "The requested range"), (status = 304, description = "Not modified")))]
async fn guild_icon(
    state: web::Data<State>,
    request: HttpRequest,
    Path((guild, name)): Path<(GuildId, String)>,
    Query(query): Query<SizeQuery>,
) -> Result<HttpResponse, Error> {
    served(&state, &request, Owner::Guild(guild), &name, query).await
}

/// Returns the icon of a group DM, like an avatar.
#[utoipa::path(get, path = "/cdn/channel-icons/{channel_id}/{file}", tag = "images",
    params(("channel_id" = ChannelId, Path), ("file" = String, Path, description = "`{hash}.{ending}`"), SizeQuery),
    responses((status = 200, description = "The image", content((ImageFile = "image/png"), (ImageFile = "image/jpeg"))),
        (status = 206, description = "The requested range"), (status = 304, description = "Not modified")))]
async fn group_icon(
    state: web::Data<State>,
    request: HttpRequest,
    Path((group, name)): Path<(ChannelId, String)>,
    Query(query): Query<SizeQuery>,
) -> Result<HttpResponse, Error> {
    served(&state, &request, Owner::DmChannel(group), &name, query).await
}

/// Returns a default avatar. The client chooses one of the six: the id of the user, shifted right by 22, modulo 6.
#[utoipa::path(get, path = "/cdn/embed/avatars/{file}", tag = "images",
    params(("file" = String, Path, description = "`0.png` to `5.png`")),
    responses((status = 200, description = "The image", content((ImageFile = "image/png")))))]
async fn default_avatar(Path(name): Path<String>) -> Result<HttpResponse, Error> {
    let number = rules::number(&name).ok_or(ApiError::unknown_route())?;
    let drawn = media::blocking(move || Ok(default_avatars::png(number))).await?;
    let mut answer = HttpResponse::Ok().content_type("image/png").body(drawn.ok_or(ApiError::unknown_route())?);
    mark(&mut answer);
    Ok(answer)
}

/// The bytes of an image.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "only its schema is used")]
struct ImageFile(Vec<u8>);

async fn served(state: &State, request: &HttpRequest, owner: Owner, name: &str, query: SizeQuery) -> Result<HttpResponse, Error> {
    let hash = rules::hash(name).ok_or(ApiError::unknown_route())?;
    let side = query.size.map_or(u32::MAX, u32::from);
    let store = state.media.store().clone();
    let opened = media::blocking(move || {
        let found = store.find(Key { owner, hash }, side)?;
        found.map(|found| Ok((NamedFile::open(found.path)?, found.kind))).transpose()
    });
    let (file, kind) = opened.await?.ok_or(ApiError::unknown_route())?;
    let mut answer = file.disable_content_disposition().into_response(request);
    mark(&mut answer);
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind.content_type()));
    Ok(answer)
}

fn mark(answer: &mut HttpResponse) {
    for (name, value) in ALWAYS {
        answer.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
}

pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(avatar).rate(rules::IMAGES).public());
    routes.add(endpoint!(guild_icon).rate(rules::IMAGES).public());
    routes.add(endpoint!(group_icon).rate(rules::IMAGES).public());
    routes.add(endpoint!(default_avatar).rate(rules::IMAGES).public());
}
