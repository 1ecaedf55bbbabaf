//! Conversations of two and groups, over REST and over the gateway.

mod blocks;
mod gateway;
mod groups;
mod leaving;
mod one_to_one;

use serde_json::{Value, json};

use crate::support::{Answer, Guild, Person, Socket, World, text};

pub const UPDATE: &str = "CHATSPACE_DM_CHANNEL_UPDATE";
pub const DELETE: &str = "CHATSPACE_DM_CHANNEL_DELETE";

/// Three people who know each other from a guild, and one whom nobody knows.
pub struct Scene {
    pub world: World,
    pub ann: Person,
    pub bob: Person,
    pub cyd: Person,
    pub eve: Person,
    pub guild: Guild,
}

impl Scene {
    pub async fn of(world: World) -> Self {
        let (ann, bob, cyd) = (world.person("ann").await, world.person("bob").await, world.person("cyd").await);
        let eve = world.person("eve").await;
        let guild = ann.makes_guild("Tea friends").await;
        ann.lets_in(&guild, &[&bob, &cyd]).await;
        Self { world, ann, bob, cyd, eve, guild }
    }

    /// A group of the three, made by ann.
    pub async fn group(&self) -> String {
        text(&asks_for(&self.ann, &[&self.bob, &self.cyd]).await.ok()["id"])
    }
}

pub async fn asks_for(by: &Person, others: &[&Person]) -> Answer {
    let ids: Vec<_> = others.iter().map(|other| other.id.as_str()).collect();
    by.post("/users/@me/channels", &json!({"recipients": ids})).await
}

/// Opens the conversation of the two.
pub async fn opens(by: &Person, with: &Person) -> String {
    text(&by.post("/users/@me/channels", &json!({"recipient_id": with.id})).await.ok()["id"])
}

pub async fn tries_to_say(by: &Person, channel: &str) -> Answer {
    by.post(&format!("/channels/{channel}/messages"), &json!({"content": "hello"})).await
}

pub fn ids(list: &Value) -> Vec<String> {
    list.as_array().expect("a list").iter().map(|one| text(&one["id"])).collect()
}

/// The conversations in somebody's list.
pub async fn list_of(person: &Person) -> Vec<String> {
    ids(&person.get("/users/@me/channels").await.ok())
}

/// All events whose name begins like this, once everything has come in.
pub async fn heard(socket: &mut Socket, prefix: &str) -> Vec<(String, Value)> {
    socket.settles().await;
    socket.seen.iter().filter(|(name, _)| name.starts_with(prefix)).cloned().collect()
}

/// The names of all events after the first picture, once everything has come in; who comes and goes aside.
pub async fn news(socket: &mut Socket) -> Vec<String> {
    let first = ["READY", "GUILD_CREATE", "PRESENCE_UPDATE", "CHATSPACE_PRESENCE_UPDATE"];
    socket.settles().await;
    socket.seen.iter().map(|(name, _)| name.clone()).filter(|name| !first.contains(&name.as_str())).collect()
}
