//! The API document: what the routes say of themselves, and what holds for all of them.

mod common;
mod events;
mod pages;

use actix_web::{App, dev::ServiceFactory, dev::ServiceRequest};
use utoipa::OpenApi;
use utoipa_actix_web::{AppExt, service_config::ServiceConfig};

pub use pages::pages;

use common::Common;
use events::Events;

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
        (name = "channels", description = "Channels of guilds, and who may do what in them"),
        (name = "members", description = "Members of guilds"),
        (name = "invites", description = "Codes that let people into a guild"),
        (name = "messages", description = "Messages of channels"),
        (name = "gateway", description = "Where the WebSocket is"),
        (name = "instance", description = "The server itself"),
    ),
    modifiers(&Common, &Events)
)]
struct Document;

/// The whole document, from the same routes that the server answers.
pub fn document(routes: fn(&mut ServiceConfig)) -> utoipa::openapi::OpenApi {
    let (_, document) = describe(App::new(), routes);
    document
}

/// Adds the routes to an application and yields the document that they make.
pub fn describe<T>(app: App<T>, routes: fn(&mut ServiceConfig)) -> (App<T>, utoipa::openapi::OpenApi)
where
    T: ServiceFactory<ServiceRequest, Config = (), Error = actix_web::Error, InitError = ()>,
{
    let (app, mut document) = app.into_utoipa_app().configure(routes).split_for_parts();
    let mut header = Document::openapi();
    header.info.version = env!("CARGO_PKG_VERSION").to_owned();
    header.merge(document);
    document = header;
    common::describe_answers(&mut document);
    (app, document)
}

/// The document as text, as it is kept in the repository.
pub fn text(document: &utoipa::openapi::OpenApi) -> String {
    let mut json = serde_json::to_value(document).expect("a document has string keys and no failing parts");
    common::forget_integer_formats(&mut json);
    let mut text = serde_json::to_string_pretty(&json).expect("a value has string keys and no failing parts");
    text.push('\n');
    text
}
