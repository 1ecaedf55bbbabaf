//! A file that comes as the part `file` of a form. Its name and type are not looked at: what it is, its bytes tell.

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::{FromRequest, HttpRequest, dev::Payload, error::PayloadError};
use futures_util::{StreamExt, future::LocalBoxFuture};
use utoipa::ToSchema;

use super::{Error, body::PATIENCE};
use crate::kernel::{FieldError, Form, Refusal};

const PART: &str = "file";

/// The bytes of the file, at most `MAX`.
pub struct Upload<const MAX: usize>(pub Vec<u8>);

/// A form with one file.
#[derive(ToSchema)]
#[allow(dead_code, reason = "only its schema is used")]
pub struct UploadForm {
    /// PNG, JPEG, GIF or WebP. The name and the type of the part are not looked at.
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    file: Vec<u8>,
}

impl<const MAX: usize> FromRequest for Upload<MAX> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let form = Multipart::from_request(request, payload);
        Box::pin(async move {
            let form = form.await.map_err(|_| no_form())?;
            let file = tokio::time::timeout(PATIENCE, only_file(form, MAX)).await;
            Ok(Self(file.map_err(|_| Refusal::bad_request("The file came too slowly."))??))
        })
    }
}

async fn only_file(mut form: Multipart, max: usize) -> Result<Vec<u8>, Refusal> {
    let mut file = None;
    while let Some(part) = form.next().await {
        let part = part.map_err(|error| refusal(&error))?;
        if file.is_some() || part.name() != Some(PART) {
            return Err(Refusal::bad_request("The form must have the one part `file`."));
        }
        file = Some(content(part, max).await?);
    }
    file.ok_or_else(|| Form::refuse(PART, &FieldError::required()))
}

async fn content(mut part: Field, max: usize) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.next().await {
        let chunk = chunk.map_err(|error| refusal(&error))?;
        if bytes.len() + chunk.len() > max {
            return Err(Refusal::too_large());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn refusal(error: &MultipartError) -> Refusal {
    match error {
        MultipartError::Payload(PayloadError::Overflow) => Refusal::too_large(),
        _ => no_form(),
    }
}

fn no_form() -> Refusal {
    Refusal::bad_request("The body is not the multipart form that was expected.")
}
