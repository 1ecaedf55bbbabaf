//! Request bodies: lenient JSON. An empty body is an empty object, and the content type is ignored. Files are sent in multipart
//! forms.

use std::time::Duration;

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use futures_util::{StreamExt, future::LocalBoxFuture};
use serde::de::DeserializeOwned;

use super::{Error, bodies::Incoming};
use crate::kernel::{ApiError, FieldError, Form, numbers};

/// Time limit to receive a body.
pub(super) const PATIENCE: Duration = Duration::from_mins(1);

/// A JSON object of the form `T`, no larger than the route declares. Unlike actix-web's `Json`, it ignores the content type.
pub struct Json<T>(pub T);

/// A body that is a JSON list of `T`.
pub struct Items<T>(pub Vec<T>);

impl<T: DeserializeOwned + 'static> FromRequest for Json<T> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move { Ok(Self(read(&collect(&request, payload).await?)?)) })
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Items<T> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move { Ok(Self(parse(&collect(&request, payload).await?, b'[')?)) })
    }
}

async fn collect(request: &HttpRequest, payload: Payload) -> Result<Vec<u8>, ApiError> {
    let reading = tokio::time::timeout(PATIENCE, all_of(Incoming::of(request), payload));
    let incoming = reading.await.map_err(|_| ApiError::bad_request("The body was sent too slowly."))??;
    Ok(incoming.finish())
}

async fn all_of(mut incoming: Incoming<'_>, mut payload: Payload) -> Result<Incoming<'_>, ApiError> {
    while let Some(chunk) = payload.next().await {
        incoming.push(&chunk.map_err(|_| ApiError::malformed_json())?)?;
    }
    Ok(incoming)
}

/// Parses a JSON object; an empty text is an empty object. Errors are reported by their path.
///
/// # Errors
/// 400 / 50109 if it is no JSON object, 400 / 50035 for invalid fields.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    let bytes = if bytes.iter().all(u8::is_ascii_whitespace) { b"{}" } else { bytes };
    parse(bytes, b'{')
}

/// `opening` is the required first byte: otherwise serde would accept a list for an object, with its fields in order.
fn parse<T: DeserializeOwned>(bytes: &[u8], opening: u8) -> Result<T, ApiError> {
    if bytes.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&opening) {
        return Err(ApiError::malformed_json());
    }
    let mut json = serde_json::Deserializer::from_slice(bytes);
    match serde_path_to_error::deserialize(&mut json) {
        Ok(value) => json.end().map(|()| value).map_err(|_| ApiError::malformed_json()),
        Err(error) => without_zero_fractions(bytes).ok_or_else(|| wrong(&error.path().to_string(), error.inner())),
    }
}

/// Parses the JSON again with integers that have a fraction of zero, which some libraries write.
fn without_zero_fractions<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let json = numbers::without_zero_fractions(serde_json::from_slice(bytes).ok()?)?;
    serde_json::from_value(json).ok()
}

fn wrong(path: &str, error: &serde_json::Error) -> ApiError {
    if !error.is_data() {
        return ApiError::malformed_json();
    }
    // serde names a missing field only in its message: "missing field `name` at line 1 column 2".
    let message = error.to_string();
    let field = message.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
    let path = path.replace('?', "").replace('[', ".").replace(']', "");
    let path = path.trim_matches('.');
    match field {
        Some(field) if path.is_empty() => Form::refuse(field, &FieldError::required()),
        Some(field) => Form::refuse(&format!("{path}.{field}"), &FieldError::required()),
        None if path.is_empty() => ApiError::bad_request("The request body is invalid."),
        None => Form::refuse(path, &FieldError::new("BASE_TYPE_BAD_TYPE", "Has the wrong type or an invalid value.")),
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    struct Reference {
        #[expect(dead_code, reason = "only its form matters here")]
        message_id: crate::kernel::MessageId,
    }

    #[derive(Debug, Deserialize)]
    struct Draft {
        #[expect(dead_code, reason = "only its form matters here")]
        content: String,
        #[expect(dead_code, reason = "only its form matters here")]
        reference: Option<Reference>,
    }

    #[test]
    fn a_wrong_field_is_named_by_its_path() {
        let errors = |json: &str| read::<Draft>(json.as_bytes()).expect_err("is wrong").errors.expect("names fields");
        assert_eq!(errors("")["content"]["_errors"][0]["code"], "BASE_TYPE_REQUIRED");
        assert_eq!(errors(r#"{"content":7}"#)["content"]["_errors"][0]["code"], "BASE_TYPE_BAD_TYPE");
        let nested = errors(r#"{"content":"x","reference":{"message_id":"tea"}}"#);
        assert_eq!(nested["reference"]["message_id"]["_errors"][0]["code"], "BASE_TYPE_BAD_TYPE");
    }

    #[test]
    fn malformed_json_is_reported() {
        for bad in ["{", "tea", "[]", "[\"x\"]", "7", "{\"content\":\"x\"} trailing", &"[".repeat(100_000)] {
            assert_eq!(read::<Draft>(bad.as_bytes()).expect_err("is no JSON").code, 50109, "{}", &bad[..bad.len().min(20)]);
        }
    }
}
