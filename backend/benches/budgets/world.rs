//! The test data: users, guilds and messages, created over the public API.

use futures_util::{StreamExt, stream};
use serde_json::{Value, json};

use crate::server::{Server, text};

/// Users. The first hundred are in the guild of a hundred, all in that of a thousand, five in each small one.
pub const PEOPLE: usize = 1000;
pub const FEW: usize = 100;
pub const IN_SMALL_ROOM: usize = 5;
/// Messages of the channel whose newest page is requested.
pub const HISTORY: usize = 100_000;
/// Concurrent requests while the data is created.
const AT_ONCE: usize = 16;

/// The running program with this data.
pub struct World {
    pub server: Server,
    pub tokens: Vec<String>,
    /// Channels: of the guild of a hundred, of that of a thousand, of each small one, and of the history.
    pub hundred: String,
    pub thousand: String,
    pub small: Vec<String>,
    pub history: String,
}

impl World {
    pub async fn new() -> Self {
        let server = Server::start();
        let names: Vec<String> = (0..PEOPLE).map(|number| format!("person{number:04}")).collect();
        let tokens = each(names, async |name| server.register(&name).await).await;
        let hundred = guild(&server, &tokens[..FEW]).await;
        let thousand = guild(&server, &tokens).await;
        let rooms: Vec<&[String]> = tokens.chunks(IN_SMALL_ROOM).collect();
        let small = each(rooms, async |members| guild(&server, members).await).await;
        let history = guild(&server, &tokens[..2]).await;
        let path = format!("/channels/{history}/messages");
        each((0..HISTORY).collect(), async |number| {
            let content = format!("{number}: the kettle is on, and there is honey cake for everybody who comes in time.");
            let (status, _) = server.post(&path, &tokens[number % 2], &json!({"content": content})).await;
            assert!(status.is_success(), "{status}");
        })
        .await;
        Self { server, tokens, hundred, thousand, small, history }
    }

    /// Its address, without the scheme.
    pub fn host(&self) -> &str {
        self.server.address.trim_start_matches("http://")
    }
}

/// Creates a guild of some users, the first its owner. Returns its channel.
async fn guild(server: &Server, members: &[String]) -> String {
    let (_, made) = server.post("/guilds", &members[0], &json!({"name": "The square", "system_channel_flags": 1})).await;
    let channel = text(&made["system_channel_id"]);
    let (_, invite) = server.post(&format!("/channels/{channel}/invites"), &members[0], &json!({"max_age": 0})).await;
    let path = format!("/invites/{}", text(&invite["code"]));
    each(members[1..].to_vec(), async |token| {
        let (status, body) = server.post(&path, &token, &Value::Null).await;
        assert!(status.is_success(), "{status} {body}");
    })
    .await;
    channel
}

/// Runs the same for each item, some at a time; returns the results in order.
async fn each<T, R>(all: Vec<T>, act: impl AsyncFn(T) -> R) -> Vec<R> {
    stream::iter(all).map(|one| act(one)).buffered(AT_ONCE).collect().await
}
