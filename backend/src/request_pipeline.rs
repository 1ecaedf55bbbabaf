//! Processing common to all requests, as one middleware around all routes, so that a request pays for one and not for several.
//!
//! Invariant: every response, even after a panic, is counted and logged once, and has the request id and the common headers.

mod watchdog;

use actix_web::{
    Error as ActixError, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::Method,
    middleware::Next,
    web,
};

use self::watchdog::watched;
use crate::{
    http::{connections::Refused, encoding, error, headers::Policies, panics, pieces, request_id, url_secrets, versions},
    kernel::ApiError,
    observe::request::within,
    telemetry::RequestLog,
};

/// The outermost and only middleware.
///
/// # Errors
/// None: errors become responses.
pub async fn pass(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, ActixError> {
    let id = request_id::of(&request);
    let mut answer = watched(within(Some(id.clone()), answer(request, next))).await?;
    request_id::show(&id, answer.headers_mut());
    Ok(answer)
}

async fn answer(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, ActixError> {
    let request_log = RequestLog::of(&request);
    versions::accept_older(&mut request);
    // Every resource supports OPTIONS.
    let is_head = request.method() == Method::HEAD;
    if is_head {
        request.head_mut().method = Method::GET;
    }
    let answer = match rejection(&request) {
        Some(error) => Ok(request.into_response(error)),
        None => panics::caught(next.call(request)).await.map(ServiceResponse::map_into_boxed_body),
    };
    let answer = answer.map(|answer| finished(answer, is_head));
    request_log.answered(&answer);
    answer
}

/// The response with all its headers, compressed if the client accepts that, and split into chunks.
fn finished(answer: ServiceResponse<BoxBody>, is_head: bool) -> ServiceResponse<BoxBody> {
    let answer = encoding::compressed(answer);
    let mut answer = if is_head { answer.map_body(|_, body| pieces::length_only(&body)) } else { pieces::in_pieces(answer) };
    if let Some(policies) = answer.request().app_data::<web::Data<Policies>>().cloned() {
        policies.secure(&mut answer);
    }
    answer
}

/// Stands for unknown routes.
fn rejection(request: &ServiceRequest) -> Option<HttpResponse> {
    let has_no_place = request.conn_data::<Refused>().is_some();
    let error = has_no_place.then(ApiError::unavailable).or_else(|| url_secrets::refuse(request));
    error.map(error::respond)
}

#[cfg(test)]
mod tests {
    use actix_web::{App, HttpServer, get, middleware::from_fn};

    use super::*;

    #[get("/late")]
    async fn late() -> HttpResponse {
        tokio::task::yield_now().await;
        panic!("the kettle is empty")
    }

    #[get("/busy/{seconds}")]
    async fn busy() -> HttpResponse {
        let spent = || rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        let milliseconds = |time: rustix::time::Timespec| time.tv_sec * 1000 + time.tv_nsec / 1_000_000;
        let began = milliseconds(spent());
        while milliseconds(spent()) < began + 60 {}
        tokio::task::yield_now().await;
        HttpResponse::Ok().finish()
    }

    #[actix_web::test]
    async fn a_step_that_keeps_a_worker_busy_is_counted_by_its_route() {
        let app = || App::new().service(busy).wrap(from_fn(pass));
        let server = HttpServer::new(app).workers(1).disable_signals().bind("127.0.0.1:0").expect("a port is free");
        let address = server.addrs()[0];
        let server = server.run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        for path in ["busy/1", "busy/2", "nowhere"] {
            reqwest::get(&format!("http://{address}/{path}")).await.expect("is answered");
        }
        assert_eq!(crate::observe::metrics().slow_polls("/busy/{seconds}"), 2, "once for each request, not for its quick steps");
        handle.stop(false).await;
    }

    #[actix_web::test]
    async fn a_panic_is_a_500_with_the_request_id_and_the_next_request_is_served() {
        let app = || App::new().service(late).wrap(from_fn(pass));
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
