//! Asks what the tables ask: the API error, that it tells nothing and changes nothing, and that its twin is allowed.

use std::collections::{BTreeMap, BTreeSet};

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    absent::ABSENT,
    cast::Cast,
    rows, spellings,
    support::{Person, Socket, World},
    tables::{BOTS, DOORS, Expected, GUILDS, MESSAGES, Probe},
};

/// How many numbers the matrix has.
pub const ALL: u8 = 72;
/// Those that are no requests with an answer; `gateway` has them.
pub const ON_THE_GATEWAY: std::ops::RangeInclusive<u8> = 56..=62;

/// A request with its ids in place.
struct Asked {
    what: String,
    body: String,
}

/// What came back, as far as it can tell somebody something.
#[derive(Debug, PartialEq)]
struct Told {
    status: u64,
    code: Option<u64>,
    headers: BTreeSet<String>,
    body: Value,
}

struct Asking {
    cast: Cast,
    sockets: BTreeMap<&'static str, Socket>,
    denied: usize,
    /// Denied in another spelling.
    spelled: usize,
    allowed: usize,
    /// Twins that somebody heard of: the witnesses do listen.
    published: usize,
}

impl Asking {
    async fn all(world: World, name: &str, probes: &[Probe]) {
        let cast = Cast::of(world).await;
        let sockets = cast.connect().await;
        let mut asking = Self { cast, sockets, denied: 0, spelled: 0, allowed: 0, published: 0 };
        let mut numbers = BTreeSet::new();
        for probe in probes {
            for (number, who) in probe.who {
                asking.ask(*number, who, probe).await;
                numbers.insert(*number);
            }
        }
        assert!(
            asking.published * 6 > asking.allowed,
            "the witnesses hear what is done: {} of {}",
            asking.published,
            asking.allowed
        );
        asking.nothing_was_overheard();
        let Self { mut cast, denied, spelled, allowed, .. } = asking;
        let engine = rows::engine(&cast.world);
        cast.world.stop().await;
        println!(
            "proof | 6.a | authorization, {name}, {engine} | {} numbers, {denied} denied, {spelled} more in other spellings, {allowed} twins allowed | all | pass",
            numbers.len()
        );
    }

    async fn ask(&mut self, number: u8, who: &str, probe: &Probe) {
        let words = format!("P{number} {who}: {} {}", probe.what, probe.body);
        let mut things = BTreeMap::new();
        let asked = self.fill(probe.what, probe.body, &mut things).await;
        let before = (rows::stored(&self.cast.world).await, self.heard().await);
        let told = self.told(who, &asked).await;
        if let Some(told) = told.as_ref().filter(|_| !asked.what.starts_with("OP ")) {
            self.is_refused_in_every_spelling(who, &asked, told, &words).await;
        }
        let after = (rows::stored(&self.cast.world).await, self.heard().await);
        assert_eq!(before.0, after.0, "{words} changes nothing");
        assert_eq!(before.1, after.1, "{words} is told to nobody");
        self.is_refused(who, probe, told, &words).await;
        self.denied += 1;
        let twin = match probe.twin.1 {
            Some(other) => self.fill(other, probe.body, &mut things).await,
            None => asked,
        };
        let before = self.heard().await;
        let told = self.told(probe.twin.0, &twin).await.expect_or_nothing(probe.expected);
        assert!((200..300).contains(&told), "{words}, but by {}: {told}", probe.twin.0);
        let heard = self.heard().await != before;
        assert!(heard || probe.expected != Expected::Nothing, "{words}, but by {}, is shown", probe.twin.0);
        self.published += usize::from(heard);
        self.allowed += 1;
    }

    async fn is_refused(&mut self, who: &str, probe: &Probe, told: Option<Told>, words: &str) {
        let (status, code) = match probe.expected {
            Expected::Nothing => return assert_eq!(told, None, "{words}"),
            Expected::Unauthorized => (401, 0),
            Expected::Unknown(code) => (404, code),
            Expected::Forbidden(code) => (403, code),
            Expected::Refused(code) => (400, code),
            Expected::NoRoute => (405, 0),
        };
        let told = told.unwrap_or_else(|| panic!("{words} is answered"));
        assert_eq!((told.status, told.code), (status, Some(u64::from(code))), "{words}: {}", told.body);
        if matches!(probe.expected, Expected::Unknown(_) | Expected::Refused(_)) {
            let nowhere = self.astray(probe);
            assert_eq!(Some(told), self.told(who, &nowhere).await, "{words} is answered as if it did not exist");
        }
    }

    /// However its path is spelled, the verdict is the same, or the path is none. It is never wider.
    async fn is_refused_in_every_spelling(&mut self, who: &str, asked: &Asked, told: &Told, words: &str) {
        for what in spellings::of(&asked.what) {
            let other = self.told(who, &Asked { what: what.clone(), body: asked.body.clone() }).await.expect("an answer");
            let verdict = (other.status, other.code);
            // No route, no such method, no id; or the path of another route, which is closed to such callers.
            let leads_nowhere = [(404, Some(0)), (405, Some(0)), (400, Some(50035)), (403, Some(20001))].contains(&verdict);
            assert!(leads_nowhere || verdict == (told.status, told.code), "{words}, spelled {what}: {}", other.body);
            self.spelled += 1;
        }
    }

    /// The same request with ids that lead nowhere.
    fn astray(&self, probe: &Probe) -> Asked {
        let state = self.cast.world.running().state();
        let stray = |text: &str| {
            replaced(text, |name| match name {
                "=cyds" => self.cast.g2.channel.clone(),
                "=g1" => self.cast.g1.id.clone(),
                "=open" => self.cast.g1.channel.clone(),
                "=stray" => self.cast.people["stray"].id.clone(),
                "code" | "spent" => "qwertyuiop".to_owned(),
                _ => state.ids.next().to_string(),
            })
        };
        Asked { what: stray(probe.what), body: stray(probe.body) }
    }

    async fn fill(&self, what: &str, body: &str, things: &mut BTreeMap<String, String>) -> Asked {
        for name in names(what).chain(names(body)) {
            if !things.contains_key(name) {
                things.insert(name.to_owned(), self.cast.thing(name.trim_start_matches('=')).await);
            }
        }
        let filled = |text: &str| replaced(text, |name| things[name].clone());
        Asked { what: filled(what), body: filled(body) }
    }

    async fn told(&mut self, who: &str, asked: &Asked) -> Option<Told> {
        let (verb, path) = asked.what.split_once(' ').expect("a verb and what it is for");
        if verb == "OP" {
            return self.answered(who, path.parse().expect("an op code"), &asked.body).await;
        }
        let newcomer;
        let person: &Person = if who == "new" {
            newcomer = self.cast.newcomer().await;
            &newcomer
        } else {
            &self.cast.people[who]
        };
        let body = (!asked.body.is_empty()).then(|| serde_json::from_str(&asked.body).expect("a body in JSON"));
        let method = Method::from_bytes(verb.as_bytes()).expect("a method");
        let answer = person.request(method, path, body.as_ref()).await;
        // Whether the connection stays depends on whether the body had come in when the answer went out.
        let headers = answer.headers.keys().map(ToString::to_string).filter(|name| name != "connection").collect();
        let code = answer.body["code"].as_u64();
        // The name of the request is another one each time.
        let mut body = answer.body;
        body.as_object_mut().and_then(|body| body.remove("request_id"));
        Some(Told { status: u64::from(answer.status.as_u16()), code, headers, body })
    }

    /// What the gateway answers to a command, if it does.
    async fn answered(&mut self, who: &str, op: u64, body: &str) -> Option<Told> {
        let mut d: Value = serde_json::from_str(body).expect("a body in JSON");
        d["nonce"] = json!("n");
        let socket = self.sockets.get_mut(who).expect("somebody with a socket");
        socket.sends(op, d).await;
        if op == 203 {
            return None;
        }
        let mut told = socket.op(210).await["d"].take();
        told.as_object_mut().expect("a result").remove("nonce");
        let status = if told["ok"] == true { 200 } else { told["status"].as_u64().expect("a status") };
        Some(Told { status, code: told["code"].as_u64(), headers: BTreeSet::new(), body: told })
    }

    /// How many events each witness has heard, when everything that was told has come in.
    async fn heard(&mut self) -> Vec<usize> {
        let mut heard = Vec::new();
        for socket in self.sockets.values_mut() {
            socket.settles().await;
            heard.push(socket.seen.len());
        }
        heard
    }

    /// Nothing of the secret channel has come to anybody but Ann, and nothing of G1 to those who are not in it.
    fn nothing_was_overheard(&self) {
        for (name, socket) in self.sockets.iter().filter(|(name, _)| **name != "ann") {
            let all = serde_json::to_string(&socket.seen.iter().map(|(_, d)| d).collect::<Vec<_>>()).expect("JSON");
            for hidden in [self.cast.secret.as_str(), "secret-plans", "a secret plan"] {
                assert!(!all.contains(hidden), "{name} hears of {hidden}");
            }
            if ["cyd", "dan", "hal", "olga", "stray"].contains(name) {
                for hidden in [self.cast.g1.id.as_str(), self.cast.g1.channel.as_str(), "Tea friends", "Tea and friends"] {
                    assert!(!all.contains(hidden), "{name} hears of {hidden}");
                }
            }
            let alone = &self.cast.marks["dm"];
            assert!(*name == "bob" || !all.contains(alone), "{name} hears of what Ann and Bob say");
        }
    }
}

trait ExpectOrNothing {
    fn expect_or_nothing(self, expected: Expected) -> u64;
}

impl ExpectOrNothing for Option<Told> {
    /// The status; what is never answered counts as done, and that it was is seen by the witnesses.
    fn expect_or_nothing(self, expected: Expected) -> u64 {
        match (self, expected) {
            (None, Expected::Nothing) => 204,
            (told, _) => told.expect("an answer").status,
        }
    }
}

/// The names between `<` and `>`.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split('<').skip(1).map(|rest| rest.split_once('>').expect("a name ends").0)
}

fn replaced(text: &str, with: impl Fn(&str) -> String) -> String {
    names(text).fold(text.to_owned(), |text, name| text.replace(&format!("<{name}>"), &with(name)))
}

#[test]
fn every_number_of_the_matrix_is_asked_or_named_as_absent() {
    let asked: BTreeSet<u8> =
        [MESSAGES, GUILDS, DOORS, BOTS].iter().copied().flatten().flat_map(|probe| probe.who).map(|who| who.0).collect();
    let absent: BTreeSet<u8> = ABSENT.iter().map(|(number, _)| *number).collect();
    for number in 1..=ALL {
        let found = [asked.contains(&number), absent.contains(&number), ON_THE_GATEWAY.contains(&number)];
        assert_eq!(found.iter().filter(|found| **found).count(), 1, "P{number}");
    }
    let apply = usize::from(ALL) - absent.len();
    println!(
        "proof | 6.0 | authorization matrix | {apply} of {ALL} probes apply, {} name what does not exist yet | - | pass",
        absent.len()
    );
}

on_both_databases! {
    messages_are_read_and_written_by_those_who_may,
    guilds_channels_and_members_are_governed_by_those_who_may,
    invites_dms_accounts_and_the_instance_are_for_whom_they_are_for,
    bots_are_their_owners_and_do_what_they_may,
}

async fn messages_are_read_and_written_by_those_who_may(world: World) {
    Asking::all(world, "messages P1-P28", MESSAGES).await;
}

async fn guilds_channels_and_members_are_governed_by_those_who_may(world: World) {
    Asking::all(world, "guilds P29-P43", GUILDS).await;
}

async fn invites_dms_accounts_and_the_instance_are_for_whom_they_are_for(world: World) {
    Asking::all(world, "invites, DMs and accounts P45-P70", DOORS).await;
}

async fn bots_are_their_owners_and_do_what_they_may(world: World) {
    Asking::all(world, "bots P66-P68", BOTS).await;
}
