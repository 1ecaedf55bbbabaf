//! Determines whether a request comes from an operator.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload};

use super::actions::Operator;
use crate::{
    access::{Caller, Console},
    api_guard::Operates,
    http::Error,
    kernel::ApiError,
};

/// Only routes declared for operators have one.
impl FromRequest for Operator {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let known = request.extensions();
        ready(match (known.get::<Operates>(), known.get::<Caller>(), known.get::<Console>()) {
            (Some(Operates), Some(caller), _) => Ok(Self::Person(*caller)),
            (Some(Operates), None, Some(Console)) => Ok(Self::Console),
            _ => Err(ApiError::missing_permissions().into()),
        })
    }
}
