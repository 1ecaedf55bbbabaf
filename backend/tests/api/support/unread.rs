//! What a client makes of what it is told: how far its user has read each channel, and how often they are mentioned.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Socket, text};

/// As an id, so that ids can be compared.
#[track_caller]
pub fn id(value: &Value) -> i64 {
    text(value).parse().expect("an id")
}

/// The greatest id before a time, in milliseconds since 1970.
pub fn last_id_before(ms: i64) -> i64 {
    ((ms - 1_420_070_400_000) << 22) - 1
}

/// Folds events as the client does.
#[derive(Default)]
pub struct Unread {
    me: i64,
    folded: usize,
    blocks: BTreeSet<i64>,
    /// By guild: when one came, and one's roles.
    guilds: BTreeMap<i64, (i64, BTreeSet<i64>)>,
    /// By channel: the guild, and the last message.
    channels: BTreeMap<i64, (Option<i64>, Option<i64>)>,
    states: BTreeMap<i64, (i64, i64)>,
}

impl Unread {
    /// Takes in what has come over the socket since the last time.
    pub async fn catches_up(&mut self, socket: &mut Socket) {
        socket.settles().await;
        for (name, d) in &socket.seen[self.folded..] {
            self.fold(name, d);
        }
        self.folded = socket.seen.len();
    }

    pub fn of(&self, channel: &str) -> (i64, i64) {
        self.state(channel.parse().expect("an id"))
    }

    pub fn last_message(&self, channel: i64) -> Option<i64> {
        self.channels.get(&channel).and_then(|(_, last)| *last)
    }

    pub fn channels(&self) -> impl Iterator<Item = i64> {
        self.channels.keys().copied()
    }

    /// What was read last, and how many mentions there are since.
    pub fn state(&self, channel: i64) -> (i64, i64) {
        let guild = self.channels.get(&channel).and_then(|(guild, _)| *guild);
        let floor = guild.map_or(0, |guild| self.guilds[&guild].0);
        self.states.get(&channel).copied().unwrap_or((floor, 0))
    }

    fn fold(&mut self, name: &str, d: &Value) {
        match name {
            "READY" => {
                self.me = id(&d["user"]["id"]);
                self.take_states(&d["chatspace"]["read_states"]);
                self.take_blocks(&d["chatspace"]["blocks"]);
                for channel in list(&d["private_channels"]) {
                    self.channels.insert(id(&channel["id"]), (None, maybe(&channel["last_message_id"])));
                }
            }
            "CHATSPACE_BLOCKS_UPDATE" => self.take_blocks(&d["users"]),
            "CHATSPACE_MESSAGE_ACK" => self.take_states(&d["read_states"]),
            "GUILD_CREATE" => self.take_guild(d),
            "GUILD_DELETE" => self.forget_guild(id(&d["id"])),
            "GUILD_MEMBER_UPDATE" if id(&d["user"]["id"]) == self.me => {
                let guild = self.guilds.get_mut(&id(&d["guild_id"])).expect("a guild that is known");
                guild.1 = list(&d["roles"]).map(id).collect();
            }
            "CHANNEL_CREATE" => {
                self.channels.insert(id(&d["id"]), (Some(id(&d["guild_id"])), maybe(&d["last_message_id"])));
            }
            "CHANNEL_DELETE" | "CHATSPACE_DM_CHANNEL_DELETE" => self.forget(id(&d["id"])),
            "CHATSPACE_DM_CHANNEL_UPDATE" => {
                let last = maybe(&d["last_message_id"]);
                self.channels.entry(id(&d["id"])).or_insert((None, last));
                self.states.entry(id(&d["id"])).or_insert((last.unwrap_or(0), 0));
            }
            "MESSAGE_CREATE" => self.take_message(d),
            "MESSAGE_DELETE" | "MESSAGE_DELETE_BULK" => {
                let channel = self.channels.get_mut(&id(&d["channel_id"])).expect("a channel that is known");
                channel.1 = maybe(&d["chatspace"]["last_message_id"]);
            }
            _ => {}
        }
    }

    fn take_states(&mut self, states: &Value) {
        for state in list(states) {
            let count = state["mention_count"].as_i64().expect("a number");
            self.states.insert(id(&state["channel_id"]), (id(&state["last_read_id"]), count));
        }
    }

    fn take_blocks(&mut self, users: &Value) {
        self.blocks = list(users).map(|user| id(&user["id"])).collect();
    }

    fn take_guild(&mut self, d: &Value) {
        let guild = id(&d["id"]);
        let own = list(&d["members"]).find(|member| id(&member["user"]["id"]) == self.me).expect("oneself");
        let joined = time::OffsetDateTime::parse(&text(&own["joined_at"]), &time::format_description::well_known::Rfc3339);
        let joined_ms = joined.expect("a time").unix_timestamp_nanos() / 1_000_000;
        let floor = last_id_before(i64::try_from(joined_ms).expect("not far off"));
        self.guilds.insert(guild, (floor, list(&own["roles"]).map(id).collect()));
        for channel in list(&d["channels"]) {
            self.channels.insert(id(&channel["id"]), (Some(guild), maybe(&channel["last_message_id"])));
        }
    }

    fn forget_guild(&mut self, guild: i64) {
        let gone: Vec<i64> = self.channels.iter().filter(|(_, (of, _))| *of == Some(guild)).map(|(id, _)| *id).collect();
        for channel in gone {
            self.forget(channel);
        }
        self.guilds.remove(&guild);
    }

    fn forget(&mut self, channel: i64) {
        self.channels.remove(&channel);
        self.states.remove(&channel);
    }

    fn take_message(&mut self, d: &Value) {
        let (message, author, channel) = (id(&d["id"]), id(&d["author"]["id"]), id(&d["channel_id"]));
        let known = self.channels.get_mut(&channel).expect("a channel that is known");
        known.1 = Some(message);
        let guild = known.0;
        let (read, count) = self.state(channel);
        if author == self.me {
            self.states.insert(channel, (message, 0));
        } else if !self.blocks.contains(&author) && self.is_called(guild, d) {
            self.states.insert(channel, (read, count + 1));
        }
    }

    fn is_called(&self, guild: Option<i64>, d: &Value) -> bool {
        let Some(guild) = guild else { return true };
        let roles = &self.guilds[&guild].1;
        d["mention_everyone"] == true
            || list(&d["mentions"]).any(|user| id(&user["id"]) == self.me)
            || list(&d["mention_roles"]).any(|role| roles.contains(&id(role)))
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().expect("a list").iter()
}

fn maybe(value: &Value) -> Option<i64> {
    (!value.is_null()).then(|| id(value))
}
