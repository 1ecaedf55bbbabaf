//! Who plays, what they say, and what their clients know.

use std::{collections::BTreeMap, time::Duration};

use rand::{Rng, rngs::StdRng};
use serde_json::json;

use super::ledger::{Ledger, Place};
use crate::support::{Guild, Person, Socket, Unread, World, id, last_id_before};

/// The first owns the first guild and the second the second; the last one has no client that is connected.
pub const PEOPLE: usize = 5;
pub const GUILDS: usize = 2;
const CHANNELS: usize = 3;

pub fn is_present(who: usize) -> bool {
    who + 1 < PEOPLE
}

pub struct Cast {
    pub people: Vec<Person>,
    pub guilds: Vec<Guild>,
    pub codes: Vec<String>,
    pub roles: Vec<[i64; 2]>,
    /// Two for each who is present.
    clients: Vec<(usize, Socket, Unread)>,
}

/// What a message says, as far as it matters.
#[derive(Default)]
pub struct Words {
    pub people: Vec<usize>,
    pub roles: Vec<i64>,
    pub everyone: bool,
    pub here: bool,
    quoted: bool,
}

impl Words {
    pub fn random(random: &mut StdRng, ledger: &Ledger) -> Self {
        let mut words = Self { everyone: random.random_bool(0.1), here: random.random_bool(0.1), ..Self::default() };
        words.people = (0..PEOPLE).filter(|_| random.random_bool(0.15)).collect();
        let roles = ledger.known_roles.iter().flatten().copied();
        words.roles = roles.filter(|_| random.random_bool(0.1)).collect();
        words.quoted = random.random_bool(0.1);
        words
    }

    pub fn text(&self, cast: &Cast) -> String {
        let people = self.people.iter().map(|who| format!("<@{}>", cast.people[*who].id));
        let roles = self.roles.iter().map(|role| format!("<@&{role}>"));
        let all = self.everyone.then(|| "@everyone".to_owned()).into_iter().chain(self.here.then(|| "@here".to_owned()));
        // What is quoted as code is no mention.
        let code = self.quoted.then(|| format!("`@everyone <@{}>`", cast.people[0].id));
        let words = ["well".to_owned()].into_iter().chain(people).chain(roles).chain(all).chain(code);
        words.collect::<Vec<_>>().join(" ")
    }
}

impl Cast {
    pub async fn gather(world: &World) -> (Self, Ledger) {
        let mut people = Vec::new();
        for name in ["ann", "bob", "cyd", "dan", "eve"] {
            people.push(world.person(name).await);
        }
        let (mut guilds, mut codes, mut roles) = (Vec::new(), Vec::new(), Vec::new());
        let (mut places, mut members) = (BTreeMap::new(), BTreeMap::new());
        for owner in 0..GUILDS {
            let guild = people[owner].makes_guild("Tea friends").await;
            places.insert(guild.channel.parse().expect("an id"), Place::Guild(owner));
            for _ in 1..CHANNELS {
                places.insert(people[owner].makes_channel(&guild, "more").await.parse().expect("an id"), Place::Guild(owner));
            }
            let others: Vec<&Person> =
                people.iter().enumerate().filter(|(who, _)| *who != owner).map(|(_, other)| other).collect();
            people[owner].lets_in(&guild, &others).await;
            members.extend((0..PEOPLE).map(|who| ((who, owner), last_id_before(world.clock.now().as_ms()))));
            let (open, closed) = (world.makes_role(&guild, "open", true).await, world.makes_role(&guild, "closed", false).await);
            roles.push([open, closed].map(|role| role.parse().expect("an id")));
            codes.push(people[owner].invites_to(&guild).await);
            guilds.push(guild);
        }
        let mut opened = BTreeMap::new();
        for (one, other) in [(0, 1), (2, 3), (0, 4)] {
            // Both open it, so that they may write whatever becomes of their guilds.
            let channel =
                id(&people[one].post("/users/@me/channels", &json!({"recipient_id": people[other].id})).await.ok()["id"]);
            people[other].post("/users/@me/channels", &json!({"recipient_id": people[one].id})).await.ok();
            places.insert(channel, Place::Pair(one, other));
            opened.insert(channel, last_id_before(world.clock.now().as_ms()));
        }
        world.pass(Duration::from_secs(1));
        let mut clients = Vec::new();
        for who in (0..PEOPLE).filter(|who| is_present(*who)).flat_map(|who| [who, who]) {
            clients.push((who, people[who].connects().await, Unread::default()));
        }
        let mut ledger = Ledger::new(places, roles.clone());
        (ledger.members, ledger.opened) = (members, opened);
        (Self { people, guilds, codes, roles, clients }, ledger)
    }

    pub async fn acknowledges_live(&mut self, who: usize, channel: i64, message: i64) {
        let Some((_, socket, _)) = self.clients.iter_mut().find(|(of, ..)| *of == who) else {
            let path = format!("/channels/{channel}/messages/{message}/ack");
            self.people[who].post(&path, &json!({})).await.ok();
            return;
        };
        socket.sends(204, json!({"nonce": "ack", "channel_id": channel.to_string(), "message_id": message.to_string()})).await;
        let result = socket.op(210).await;
        assert_eq!(result["d"]["ok"], true, "{result}");
    }

    /// What each client has made of its events is what the ledger says.
    pub async fn compare_live(&mut self, ledger: &Ledger) {
        for (who, socket, unread) in &mut self.clients {
            unread.catches_up(socket).await;
            let seen = ledger.seen_by(*who);
            assert_eq!(unread.channels().collect::<Vec<_>>(), seen, "{who} sees other channels");
            for channel in seen {
                assert_eq!(unread.state(channel), ledger.expected(*who, channel), "{who} in {channel}, live");
                assert_eq!(unread.last_message(channel), ledger.last_in(channel), "the last message in {channel}");
            }
        }
    }

    /// What a client is told that comes anew is what the ledger says.
    pub async fn compare_anew(&self, ledger: &Ledger) {
        for (who, person) in self.people.iter().enumerate().filter(|(who, _)| is_present(*who)) {
            let socket = person.connects().await;
            let states = socket.seen[0].1["chatspace"]["read_states"].as_array().expect("a list").clone();
            let told: BTreeMap<i64, (i64, i64)> = states
                .iter()
                .map(|state| {
                    (id(&state["channel_id"]), (id(&state["last_read_id"]), state["mention_count"].as_i64().expect("a number")))
                })
                .collect();
            for channel in ledger.seen_by(who) {
                let expected = ledger.expected(who, channel);
                match told.get(&channel) {
                    Some(told) => assert_eq!(*told, expected, "{who} in {channel}, anew"),
                    None => assert!(expected.1 == 0 && !ledger.has_read(who, channel), "{who} is not told of {channel}"),
                }
            }
            assert!(told.keys().all(|channel| ledger.sees(who, *channel)), "{who} is told of what they do not see");
            socket.says_goodbye(1000).await;
        }
    }

    /// The ledger has the messages that the server has.
    pub async fn compare_history(&self, ledger: &Ledger) {
        for (channel, place) in &ledger.places {
            let (Place::Guild(reader) | Place::Pair(reader, _)) = *place;
            let mut before = i64::MAX;
            let mut ids = Vec::new();
            loop {
                let path = format!("/channels/{channel}/messages?limit=100&before={before}");
                let page = self.people[reader].get(&path).await.ok();
                let page: Vec<i64> = page.as_array().expect("a list").iter().map(|message| id(&message["id"])).collect();
                let Some(last) = page.last() else { break };
                before = *last;
                ids.extend(page);
            }
            ids.reverse();
            let kept: Vec<i64> =
                ledger.messages.iter().filter(|(_, entry)| entry.channel == *channel).map(|(id, _)| *id).collect();
            assert_eq!(ids, kept);
        }
    }
}
