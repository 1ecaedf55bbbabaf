//! What whoever watches the server sees: its log, its metrics, its health. `PROOF_SIZE=nightly` makes more of the same.

mod faults;
mod figures;
mod health;
mod log;
mod metrics;
mod text;
mod trace;

use futures_util::{SinkExt, StreamExt};
use reqwest::{Client, Method, Response};
use serde_json::{Value, json};
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, client_async, connect_async, tungstenite::Message};

use crate::program::Program;

const PASSWORD: &str = "correct horse battery";

/// Somebody with an account.
#[derive(Debug, Clone)]
struct Person {
    id: String,
    token: String,
}

async fn ask(program: &Program, method: Method, path: &str, token: &str, body: Option<&Value>) -> Response {
    let request = Client::new().request(method, program.url(path)).bearer_auth(token);
    let request = if let Some(body) = body { request.json(body) } else { request };
    request.send().await.expect("an answer")
}

async fn post(program: &Program, path: &str, token: &str, body: &Value) -> (u16, Value) {
    let answer = ask(program, Method::POST, &format!("/api/v10{path}"), token, Some(body)).await;
    (answer.status().as_u16(), answer.json().await.unwrap_or(Value::Null))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("text, not {value}")).to_owned()
}

async fn register(program: &Program, name: &str) -> Person {
    let form = json!({"email": format!("{name}@example.org"), "username": name, "password": PASSWORD});
    let (status, body) = post(program, "/auth/register", "", &form).await;
    assert_eq!(status, 201, "{body}");
    Person { id: text(&body["user"]["id"]), token: text(&body["access_token"]) }
}

fn gateway(program: &Program) -> String {
    program.url("/gateway?v=10&encoding=json").replacen("http", "ws", 1)
}

/// A client of the gateway.
struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    async fn open(program: &Program) -> Self {
        let (socket, _) = connect_async(gateway(program)).await.expect("a connection");
        Self(socket).greeted().await
    }

    /// With little room in the kernel for what has come and is not read.
    async fn with_little_room(program: &Program) -> Self {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.set_recv_buffer_size(4096).expect("it is so small");
        let address = program.url("").trim_start_matches("http://").parse().expect("an address");
        let stream = socket.connect(address).await.expect("a connection");
        let (socket, _) = client_async(gateway(program), MaybeTlsStream::Plain(stream)).await.expect("a gateway");
        Self(socket).greeted().await
    }

    async fn greeted(mut self) -> Self {
        assert_eq!(self.next().await.expect("HELLO")["op"], 10);
        self
    }

    async fn identified(program: &Program, person: &Person) -> (Self, Value) {
        let mut socket = Self::open(program).await;
        let ready = socket.identifies(person).await;
        (socket, ready)
    }

    async fn identifies(&mut self, person: &Person) -> Value {
        self.say(&json!({"op": 2, "d": {"token": person.token, "properties": {}, "intents": 33_281}})).await;
        self.event("READY").await
    }

    async fn say(&mut self, frame: &Value) {
        self.0.send(Message::text(frame.to_string())).await.expect("is sent");
    }

    /// The next frame; `None` when the connection was closed.
    async fn next(&mut self) -> Option<Value> {
        loop {
            match self.0.next().await? {
                Ok(Message::Text(frame)) => return serde_json::from_str(&frame).ok(),
                Ok(Message::Close(_)) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }

    /// What comes with the next event of a kind.
    async fn event(&mut self, name: &str) -> Value {
        loop {
            let frame = self.next().await.unwrap_or_else(|| panic!("closed before {name}"));
            if frame["t"] == name {
                return frame["d"].clone();
            }
        }
    }

    /// Waits until the server has closed.
    async fn is_closed(&mut self) {
        while self.next().await.is_some() {}
    }
}
