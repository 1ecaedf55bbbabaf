//! A file in the part `file` of a form. Its name and declared type are ignored; the type is detected from its bytes.

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::{FromRequest, HttpRequest, dev::Payload, error::PayloadError};
use futures_util::{StreamExt, future::LocalBoxFuture};
use utoipa::ToSchema;

use super::{Error, bodies::Incoming, body::PATIENCE};
use crate::kernel::{ApiError, FieldError, Form};

const PART: &str = "file";

/// The bytes of the file, up to the route's maximum.
pub struct Upload(pub Vec<u8>);

/// A form with one file.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
pub struct UploadForm {
    /// PNG, JPEG, GIF or WebP. The name and the declared type of the part are ignored.
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    file: Vec<u8>,
}

impl FromRequest for Upload {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let form = Multipart::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let form = form.await.map_err(|_| no_form())?;
            let file = tokio::time::timeout(PATIENCE, only_file(&request, form)).await;
            Ok(Self(file.map_err(|_| ApiError::bad_request("The file was sent too slowly."))??.finish()))
        })
    }
}

async fn only_file(request: &HttpRequest, mut form: Multipart) -> Result<Incoming<'_>, ApiError> {
    let mut file = None;
    while let Some(part) = form.next().await {
        let part = part.map_err(|error| api_error(&error))?;
        if file.is_some() || part.name() != Some(PART) {
            return Err(ApiError::bad_request("The form must have exactly one part, `file`."));
        }
        file = Some(content(part, Incoming::of(request)).await?);
    }
    file.ok_or_else(|| Form::refuse(PART, &FieldError::required()))
}

async fn content(mut part: Field, mut file: Incoming<'_>) -> Result<Incoming<'_>, ApiError> {
    while let Some(chunk) = part.next().await {
        file.push(&chunk.map_err(|error| api_error(&error))?)?;
    }
    Ok(file)
}

fn api_error(error: &MultipartError) -> ApiError {
    match error {
        MultipartError::Payload(PayloadError::Overflow) => ApiError::too_large(),
        _ => no_form(),
    }
}

fn no_form() -> ApiError {
    ApiError::bad_request("The body is not a valid multipart form.")
}
