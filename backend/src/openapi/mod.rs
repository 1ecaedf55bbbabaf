//! The API document: the descriptions of all routes, and their common parts.

mod common;
mod events;
mod pages;
mod stored;

use common::Common;
use events::Gateway;
pub use pages::pages;
pub use stored::STORED;
use utoipa::{
    OpenApi,
    openapi::{PathItem, Paths},
};

use crate::api_guard::Endpoint;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "ChatSpace",
        description = "The API of a ChatSpace server: guilds, channels, live messages. The events of the gateway (`/gateway`, a WebSocket) are listed under webhooks.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    tags(
        (name = "auth", description = "Register, sign in, refresh, sign out"),
        (name = "users", description = "The caller and other users"),
        (name = "guilds", description = "Guilds and their roles"),
        (name = "applications", description = "Applications, their bots and commands"),
        (name = "channels", description = "Guild channels and their permissions"),
        (name = "dms", description = "DM channels and group DMs"),
        (name = "members", description = "Members of guilds"),
        (name = "invites", description = "Invites to guilds"),
        (name = "messages", description = "Messages of channels"),
        (name = "images", description = "Avatars and icons. No token is required"),
        (name = "gateway", description = "The URL of the WebSocket"),
        (name = "instance", description = "The server itself"),
        (name = "operator", description = "Administration of the instance"),
    ),
    // Used by parameters only, not by a body.
    components(schemas(crate::kernel::Cursor)),
    modifiers(&Common, &Gateway)
)]
struct Document;

/// The whole document, generated from the routes.
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
    env!("CARGO_PKG_VERSION").clone_into(&mut document.info.version);
    document.paths = paths;
    let components = document.components.get_or_insert_default();
    components.schemas.extend(schemas);
    common::allow_empty_bodies(&mut document);
    document
}

/// The document as text, as stored in the repository.
pub fn text(document: &utoipa::openapi::OpenApi) -> String {
    let mut json = serde_json::to_value(document).expect("a document has string keys and no failing parts");
    common::forget_integer_formats(&mut json);
    let mut text = serde_json::to_string_pretty(&json).expect("a value has string keys and no failing parts");
    text.push('\n');
    text
}
