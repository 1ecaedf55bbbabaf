//! The gateway. What it does with the database is told on both; the rest, of frames and closes, once.

mod crowd;
mod floods;
mod handshake;
mod life;
mod presence;
mod replay;
mod requests;
mod slow;

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Engine, Guild, Person, Socket, World};

/// Longer than the sweeper's round.
const MOMENT: Duration = Duration::from_millis(1500);

/// Ann owns a guild that Bob is in.
struct Scene {
    world: World,
    ann: Person,
    bob: Person,
    guild: Guild,
}

impl Scene {
    /// On SQLite, in a world in which nobody is hurried.
    async fn new() -> Self {
        Self::with(&[]).await
    }

    async fn with(settings: &[(&'static str, &str)]) -> Self {
        Self::of(World::with(Engine::Sqlite, settings).await).await
    }

    async fn of(world: World) -> Self {
        let ann = world.person("ann").await;
        let bob = world.person("bob").await;
        let guild = ann.makes_guild("Tea friends").await;
        ann.lets_in(&guild, &[&bob]).await;
        Self { world, ann, bob, guild }
    }

    async fn resumes(&self, person: &Person, session: &str, seq: u64) -> Socket {
        Socket::resumed(&self.world.address(), &person.token, session, seq).await
    }

    /// Moves the clock, and waits until the server has looked at it.
    async fn passes(&self, time: Duration) {
        self.world.pass(time);
        tokio::time::sleep(MOMENT).await;
    }
}

fn contents(socket: &Socket) -> Vec<String> {
    let messages = socket.seen.iter().filter(|(name, _)| name == "MESSAGE_CREATE");
    messages.map(|(_, message)| message["content"].as_str().expect("text").to_owned()).collect()
}

fn without_view(guild: &Guild) -> Value {
    json!({"id": guild.id, "type": 0, "allow": "0", "deny": "1024"})
}
