//! Path segments and query parameters, with the API's error responses.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload, web};
use serde::{Deserialize, Deserializer, de, de::DeserializeOwned};
use url::form_urlencoded;
use utoipa::ToSchema;

use super::Error;
use crate::kernel::{ApiError, FieldError, Form};

/// The variable segments of the path, in order. Unlike actix-web's `Path`, it answers with the API's error shape.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Path<T> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let read = web::Path::<T>::from_request(request, payload).into_inner();
        ready(read.map(|path| Self(path.into_inner())).map_err(|_| no_id().into()))
    }
}

/// The error for a path segment that is not a valid id.
pub fn no_id() -> ApiError {
    Form::refuse("path", &FieldError::new("NUMBER_TYPE_COERCE", "A path segment is not an id."))
}

/// The query parameters; unknown ones are ignored. Unlike actix-web's `Query`, it answers with the API's error shape.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Query<T> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let query = request.query_string();
        let read = web::Query::<T>::from_query(query).or_else(|_| web::Query::from_query(&without_zero_fractions(query)));
        ready(read.map(|query| Self(query.into_inner())).map_err(|_| {
            Form::refuse(
                "query",
                &FieldError::new("BASE_TYPE_BAD_TYPE", "A query parameter has the wrong type or an invalid value."),
            )
            .into()
        }))
    }
}

/// Parses the query again with `limit=5.0` as `limit=5`.
fn without_zero_fractions(query: &str) -> String {
    let mut whole = form_urlencoded::Serializer::new(String::new());
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let number = value.split_once('.').filter(|(number, fraction)| {
            number.bytes().all(|byte| byte.is_ascii_digit()) && fraction.bytes().all(|byte| byte == b'0')
        });
        whole.append_pair(&name, number.map_or(&value, |(number, _)| number));
    }
    whole.finish()
}

/// A boolean in a query: `true`, `false`, `1` or `0`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ToSchema)]
#[schema(value_type = bool)]
pub struct Flag(pub bool);

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        match String::deserialize(input)?.to_ascii_lowercase().as_str() {
            "1" | "true" => Ok(Self(true)),
            "0" | "false" => Ok(Self(false)),
            other => Err(de::Error::invalid_value(de::Unexpected::Str(other), &"true, false, 1 or 0")),
        }
    }
}
