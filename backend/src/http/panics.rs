//! A handler that panics is answered like any other failure, and its connection lives on.

use std::{fmt, panic::AssertUnwindSafe};

use actix_web::{
    Error as ActixError, HttpResponse, ResponseError,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{
        StatusCode,
        header::{self, HeaderName},
    },
    middleware::Next,
};
use futures_util::FutureExt;

use super::error;
use crate::{kernel::Refusal, observe::request};

/// Middleware: turns a panic into 500 with the request's id. The panic itself is logged by the panic hook.
///
/// Stands inside of [`super::request_id::name_request`]. The request is gone with the panic, so what comes out is an error and
/// not a response; outer middleware that changes only responses does not see it, and so it brings its headers itself.
pub async fn answer(
    asked: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, ActixError> {
    let id = request::current().map(|id| id.to_string());
    match AssertUnwindSafe(next.call(asked)).catch_unwind().await {
        Ok(answered) => answered,
        Err(_) => Err(Panicked { request_id: id }.into()),
    }
}

/// The answer to a request whose handler panicked.
#[derive(Debug)]
struct Panicked {
    request_id: Option<String>,
}

impl fmt::Display for Panicked {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("the handler of a request panicked")
    }
}

impl ResponseError for Panicked {
    fn status_code(&self) -> StatusCode {
        StatusCode::INTERNAL_SERVER_ERROR
    }

    fn error_response(&self) -> HttpResponse {
        let mut body = error::ErrorBody::from(Refusal::internal());
        body.request_id.clone_from(&self.request_id);
        let mut answer = HttpResponse::InternalServerError();
        if let Some(id) = &self.request_id {
            answer.insert_header((HeaderName::from_static("x-request-id"), id.as_str()));
        }
        answer.insert_header((header::CACHE_CONTROL, "no-store"));
        answer.insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"));
        answer.json(body)
    }
}

#[cfg(test)]
mod tests {
    use actix_web::{App, HttpServer, get, middleware::from_fn};

    use super::*;
    use crate::http::request_id::name_request;

    #[get("/late")]
    async fn late() -> HttpResponse {
        tokio::task::yield_now().await;
        panic!("the kettle is empty")
    }

    #[actix_web::test]
    async fn a_panic_is_a_500_with_the_request_id_and_the_next_request_is_served() {
        let app = || App::new().service(late).wrap(from_fn(answer)).wrap(from_fn(name_request));
        let server = HttpServer::new(app).workers(1).disable_signals().bind("127.0.0.1:0").expect("a port is free");
        let url = format!("http://{}/late", server.addrs()[0]);
        let server = server.run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        for _ in 0..2 {
            let failed = reqwest::get(&url).await.expect("is answered");
            assert_eq!(failed.status().as_u16(), 500);
            let id = failed.headers()["x-request-id"].to_str().expect("is text").to_owned();
            let body: serde_json::Value = failed.json().await.expect("is JSON");
            assert_eq!((&body["message"], &body["request_id"]), (&"500: Internal Server Error".into(), &id.into()));
        }
        handle.stop(false).await;
    }
}
