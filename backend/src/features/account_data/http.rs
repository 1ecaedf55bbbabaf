//! The routes of one's data. Keys that are not known are refused here.

use actix_files::NamedFile;
use actix_web::{HttpRequest, HttpResponse, post, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::actions::{self, OwnMessages};
use crate::{
    access::Caller,
    features::auth::Sender,
    http::{Body, Error, Routes},
    kernel::Refusal,
    state::State,
};

/// What the archive is saved as.
const FILE_NAME: &str = "chatspace-data.zip";

/// How to go.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeleteAccountRequest {
    /// `keep`: the messages stay, without a name. `erase`: they are deleted, which may take a while.
    pub messages: OwnMessages,
}

/// The bytes of a zip archive.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[allow(dead_code, reason = "describes an answer that is a file")]
struct ZipArchive(Vec<u8>);

/// A zip archive with everything that is kept about the caller. Asks for the password again. One is made at a time; 409 says
/// that somebody else's is.
#[utoipa::path(tag = "users", operation_id = "export_my_data", security(("bearer" = [])),
    responses((status = 200, description = "The archive", content_type = "application/zip", body = ZipArchive),
              (status = 409, description = "Another export is being made", body = crate::http::ErrorBody)))]
#[post("/users/@me/export")]
async fn export_my_data(
    state: web::Data<State>,
    caller: Caller,
    sender: Sender,
    request: HttpRequest,
) -> Result<HttpResponse, Error> {
    let file = actions::export(&state, caller, sender.client).await?;
    let file = NamedFile::from_file(file, FILE_NAME).map_err(|error| {
        tracing::error!(%error, "an archive cannot be looked at");
        Refusal::internal()
    })?;
    Ok(file.use_etag(false).use_last_modified(false).into_response(&request))
}

/// Deletes the caller's account for good. Asks for the password again. Who owns guilds hands them over or deletes them first
/// (400 / 50055), and the last operator makes somebody else one.
#[utoipa::path(tag = "users", operation_id = "delete_my_account", security(("bearer" = [])), request_body = DeleteAccountRequest,
    responses((status = 204, description = "It is deleted")))]
#[post("/users/@me/delete")]
async fn delete_my_account(
    state: web::Data<State>,
    caller: Caller,
    sender: Sender,
    Body(body): Body<DeleteAccountRequest>,
) -> Result<HttpResponse, Error> {
    actions::delete(&state, caller, body.messages).await?;
    Ok(sender.let_go(HttpResponse::NoContent().finish()))
}

pub fn routes(config: &mut impl Routes) {
    config.service(export_my_data).service(delete_my_account);
}
