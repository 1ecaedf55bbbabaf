//! What every request passes, whatever it asks for: one step around all routes, so that a request pays for one and not for one of
//! each concern.
//!
//! Invariant: an answer is counted and noted once, a panic as well, and carries the name of its request and the headers that
//! every answer has.

use actix_web::{
    Error as ActixError, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
};

use crate::{
    http::{error, fallback, headers, panics, request_id, url_secrets, versions},
    observe::request::within,
    telemetry::Asked,
};

/// Middleware: stands outside of all routes, and alone.
pub async fn pass(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, ActixError> {
    let id = request_id::of(&request);
    let mut answer = within(Some(id.clone()), answer(request, next)).await?;
    request_id::show(&id, answer.headers_mut());
    Ok(answer)
}

async fn answer(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, ActixError> {
    let asked = Asked::of(&request);
    versions::accept_older(&mut request);
    let mut answer = match refusal(&request) {
        Some(refusal) => Ok(request.into_response(refusal)),
        None => panics::caught(next.call(request)).await.map(ServiceResponse::map_into_boxed_body),
    };
    if let Ok(answer) = &mut answer {
        headers::secure(answer);
    }
    asked.answered(&answer);
    answer
}

/// Of what no route is asked for.
fn refusal(request: &ServiceRequest) -> Option<HttpResponse> {
    url_secrets::refuse(request).or_else(|| fallback::refuse_odd_method(request)).map(error::respond)
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
