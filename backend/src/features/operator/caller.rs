//! Finds out whether a request comes from somebody who operates the instance.

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, web};
use futures_util::future::LocalBoxFuture;

use super::actions::Operator;
use crate::{
    access::{Caller, Console},
    http::Error,
    kernel::Refusal,
    state::State,
};

impl FromRequest for Operator {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let state = request.app_data::<web::Data<State>>().expect("the state is set where the app is made").clone();
        let caller = request.extensions().get::<Caller>().copied();
        let console = request.extensions().get::<Console>().copied();
        Box::pin(async move {
            let operator = match (caller, console) {
                (Some(caller), _) => Self::Person(caller),
                (None, Some(Console)) => Self::Console,
                (None, None) => return Err(Refusal::unauthorized().into()),
            };
            operator.admit(&mut state.db.read().await?).await?;
            Ok(operator)
        })
    }
}
