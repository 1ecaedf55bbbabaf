//! Bots: somebody makes them, lets them into a guild, and they talk as people do.

use serde_json::json;

use super::{Guild, Person, Socket, text};

impl Person {
    /// A bot of this person's, with its first token.
    pub async fn makes_bot(&self, name: &str) -> Self {
        let application = self.post("/applications", &json!({"name": name})).await.ok();
        let mut bot = self.clone();
        (bot.name, bot.id) = (text(&application["bot"]["username"]), text(&application["id"]));
        let token = self.new_bot_token(&bot).await;
        bot.with_token(&token)
    }

    /// In the form of the header.
    pub async fn new_bot_token(&self, bot: &Self) -> String {
        let answer = self.post(&format!("/applications/{}/bot/token", bot.id), &json!({})).await.ok();
        format!("Bot {}", text(&answer["token"]))
    }

    /// Lets a bot into a guild, or changes what it may do there.
    pub async fn lets_bot_in(&self, guild: &Guild, bot: &Self, permissions: u64) {
        let path = format!("/guilds/{}/bots/{}", guild.id, bot.id);
        assert_eq!(self.put(&path, &json!({"permissions": permissions.to_string()})).await.status, 204);
    }

    /// The token without the scheme, as most libraries send it in IDENTIFY.
    pub fn bare_token(&self) -> &str {
        self.token.trim_start_matches("Bot ")
    }

    /// A gateway connection such as a library makes, with all intents.
    pub async fn connects_as_library(&self, world: &super::World) -> Socket {
        let identify =
            json!({"token": self.bare_token(), "intents": 53_608_447, "properties": {"os": "linux"}, "compress": false});
        Socket::identified_as(&world.address(), identify).await
    }
}
