//! Routes of export and deletion. Unknown keys in bodies are rejected.

use actix_files::NamedFile;
use actix_web::{HttpRequest, HttpResponse, web};
use utoipa::ToSchema;

use super::{actions, requests::DeleteAccountRequest, rules};
use crate::{
    access::Caller,
    api_guard::{Routes, endpoint},
    features::auth::Sender,
    http::{Error, Json},
    kernel::{ApiError, limits},
    state::State,
};

/// The suggested file name of the archive.
const FILE_NAME: &str = "chatspace-data.zip";

/// The bytes of a zip archive.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "describes a response that is a file")]
struct ZipArchive(Vec<u8>);

/// Returns a zip archive with all stored data of the caller. One export runs at a time; 409 means that another one is running.
#[utoipa::path(post, path = "/users/@me/export", tag = "users",
    responses((status = 200, description = "The archive", content_type = "application/zip", body = ZipArchive),
              (status = 409, description = "Another export is running", body = crate::http::ErrorBody)))]
async fn export_my_data(
    state: web::Data<State>,
    caller: Caller,
    sender: Sender,
    request: HttpRequest,
) -> Result<HttpResponse, Error> {
    let file = actions::export(&state, caller, sender.client).await?;
    let file = NamedFile::from_file(file, FILE_NAME).map_err(|error| {
        tracing::error!(%error, "an export archive cannot be read");
        ApiError::internal()
    })?;
    Ok(file.use_etag(false).use_last_modified(false).into_response(&request))
}

/// Deletes the caller's account. Owners of guilds must transfer or delete them first (400 / 50055), and the last operator must
/// promote another one.
#[utoipa::path(post, path = "/users/@me/delete", tag = "users", request_body = DeleteAccountRequest,
    responses((status = 204, description = "It is deleted")))]
async fn delete_my_account(
    state: web::Data<State>,
    caller: Caller,
    sender: Sender,
    Json(body): Json<DeleteAccountRequest>,
) -> Result<HttpResponse, Error> {
    actions::delete(&state, caller.user, body.messages).await?;
    Ok(sender.clear_cookie(HttpResponse::NoContent().finish()))
}

pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(export_my_data).rate(rules::EXPORT).fresh());
    routes.add(endpoint!(delete_my_account).rate(rules::ACCOUNT_DELETE).fresh().body(limits::FORM_BYTES));
}
