//! Echoes every message over a WebSocket that is opened like the gateway's, for the conformance suite (`scripts/websocket.mjs`).
//! Not part of the server.

use std::{cell::Cell, rc::Rc, sync::LazyLock};

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, rt, web};
use actix_ws::{AggregatedMessage, CloseCode, CloseReason, Session};
use chatspace::{gateway, kernel::limits};
use futures_util::StreamExt;

/// Whether it echoes correctly. A wrong echo shows that the suite would notice.
static IS_RIGHT: LazyLock<bool> = LazyLock::new(|| std::env::args().nth(1).as_deref() != Some("wrong"));

async fn echo(request: HttpRequest, body: web::Payload) -> Result<HttpResponse, actix_web::Error> {
    let limit = Rc::new(Cell::new(limits::FRAME_BYTES));
    let (response, mut session, messages) = gateway::open(&request, body, limit)?;
    rt::spawn(async move {
        let mut messages = std::pin::pin!(messages);
        while let Some(message) = messages.next().await {
            let sent = match message {
                Ok(AggregatedMessage::Text(text)) if *IS_RIGHT => session.text(text).await,
                Ok(AggregatedMessage::Text(_)) => session.text("something else").await,
                Ok(AggregatedMessage::Binary(bytes)) => session.binary(bytes).await,
                Ok(AggregatedMessage::Ping(bytes)) if *IS_RIGHT => session.pong(&bytes).await,
                Ok(AggregatedMessage::Ping(_) | AggregatedMessage::Pong(_)) => Ok(()),
                Ok(AggregatedMessage::Close(_)) => return close(session, CloseCode::Normal).await,
                Err(_) if !*IS_RIGHT => Ok(()),
                Err(error) => return close(session, CloseCode::from(gateway::close_code(&error))).await,
            };
            if sent.is_err() {
                return;
            }
        }
    });
    Ok(response)
}

async fn close(session: Session, code: CloseCode) {
    let _ = session.close(Some(CloseReason { code, description: None })).await;
}

/// Listens on a free port and prints it.
#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let server = HttpServer::new(|| App::new().route("/", web::get().to(echo)));
    let server = server.on_connect(gateway::on_connect).workers(1).bind(("127.0.0.1", 0))?;
    println!("{}", server.addrs()[0]);
    server.run().await
}
