//! The API document: what the routes say of themselves, and what holds for all of them.

mod common;
mod events;
mod pages;

use utoipa::{
    OpenApi,
    openapi::{PathItem, Paths},
};

pub use pages::pages;

use common::Common;
use events::Events;

use crate::entry::Endpoint;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "ChatSpace",
        description = "The API of a ChatSpace server: guilds, channels, live messages. What clients are told over the gateway \
                       (`/gateway`, a WebSocket) stands under webhooks, by the names of the events.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    tags(
        (name = "auth", description = "Register, sign in, refresh, sign out"),
        (name = "users", description = "The caller and other people"),
        (name = "guilds", description = "Guilds and their roles"),
        (name = "applications", description = "Bots, what they may do, and the commands they declare"),
        (name = "channels", description = "Channels of guilds, and who may do what in them"),
        (name = "conversations", description = "Conversations of two and groups"),
        (name = "members", description = "Members of guilds"),
        (name = "invites", description = "Codes that let people into a guild"),
        (name = "messages", description = "Messages of channels"),
        (name = "pictures", description = "Avatars and icons. They need no token"),
        (name = "gateway", description = "Where the WebSocket is"),
        (name = "instance", description = "The server itself"),
        (name = "operator", description = "For whoever operates the instance"),
    ),
    // Parameters name it, and no body has one.
    components(schemas(crate::kernel::Cursor)),
    modifiers(&Common, &Events)
)]
struct Document;

/// The document as it is kept in the repository and served. A test compares it with [`document`].
pub const KEPT: &str = include_str!("../../../openapi/openapi.json");

/// The whole document, made from the routes.
pub fn document(routes: Vec<Endpoint>) -> utoipa::openapi::OpenApi {
    let (mut paths, mut schemas) = (Paths::new(), Vec::new());
    for route in routes {
        let (method, operation) = common::describe(&route);
        let mut path = Paths::new();
        path.paths.insert(route.policy().pattern.clone(), PathItem::new(method, operation));
        paths.merge(path);
        route.schemas(&mut schemas);
    }
    let mut document = Document::openapi();
    document.info.version = env!("CARGO_PKG_VERSION").to_owned();
    document.paths = paths;
    let components = document.components.get_or_insert_default();
    components.schemas.extend(schemas);
    common::allow_empty_bodies(&mut document);
    document
}

/// The document as text, as it is kept in the repository.
pub fn text(document: &utoipa::openapi::OpenApi) -> String {
    let mut json = serde_json::to_value(document).expect("a document has string keys and no failing parts");
    common::forget_integer_formats(&mut json);
    let mut text = serde_json::to_string_pretty(&json).expect("a value has string keys and no failing parts");
    text.push('\n');
    text
}
