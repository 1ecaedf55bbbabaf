//! What a client is shown at first, and the events that follow, are the truth at any time: many come in while much is changed, and
//! each of them knows in the end what REST says.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicUsize, Ordering},
};

use reqwest::Method;
use serde_json::{Value, json};

use super::{
    Client,
    crowd::{Crowd, EACH},
    proven, size,
};

/// Who comes in between two moments of quiet.
const AT_ONCE: usize = 20;
/// Those who come in are so many people.
const PEOPLE: usize = AT_ONCE / EACH;
/// Those who make changes at the same time, each to things of its own.
const CHANGERS: usize = 4;

/// What is compared: things by kind and id.
#[derive(Debug, Default, PartialEq)]
struct Ready(BTreeMap<(&'static str, String), Value>);

/// The fields of a thing that are the same in an event and over REST.
fn fields(kind: &str) -> &'static [&'static str] {
    match kind {
        "channel" => &["name", "topic", "position", "parent_id", "permission_overwrites", "type"],
        "role" => &["name", "color", "permissions", "position", "hoist", "mentionable"],
        "member" => &["nick", "roles", "joined_at"],
        _ => &["name", "description"],
    }
}

impl Ready {
    fn put(&mut self, kind: &'static str, id: &Value, thing: &Value) {
        let mut kept: Vec<Value> = fields(kind).iter().map(|field| thing[field].clone()).collect();
        for list in kept.iter_mut().filter_map(Value::as_array_mut) {
            list.sort_by_key(Value::to_string);
        }
        self.0.insert((kind, id.as_str().expect("an id").to_owned()), json!(kept));
    }

    fn remove(&mut self, kind: &'static str, id: &Value) {
        self.0.remove(&(kind, id.as_str().expect("an id").to_owned()));
    }

    fn put_guild(&mut self, guild: &Value) {
        self.put("guild", &guild["id"], guild);
        guild["channels"].as_array().into_iter().flatten().for_each(|one| self.put("channel", &one["id"], one));
        guild["roles"].as_array().into_iter().flatten().for_each(|one| self.put("role", &one["id"], one));
        guild["members"].as_array().into_iter().flatten().for_each(|one| self.put("member", &one["user"]["id"], one));
    }

    /// Takes in one event.
    fn fold(&mut self, name: &str, d: &Value) {
        match name {
            "GUILD_CREATE" => self.put_guild(d),
            "GUILD_UPDATE" => self.put("guild", &d["id"], d),
            "CHANNEL_CREATE" | "CHANNEL_UPDATE" => self.put("channel", &d["id"], d),
            "CHANNEL_DELETE" => self.remove("channel", &d["id"]),
            "GUILD_ROLE_CREATE" | "GUILD_ROLE_UPDATE" => self.put("role", &d["role"]["id"], &d["role"]),
            "GUILD_ROLE_DELETE" => self.remove("role", &d["role_id"]),
            "GUILD_MEMBER_ADD" | "GUILD_MEMBER_UPDATE" => self.put("member", &d["user"]["id"], d),
            "GUILD_MEMBER_REMOVE" => self.remove("member", &d["user"]["id"]),
            _ => {}
        }
    }
}

/// What REST says.
async fn truth(crowd: &Crowd) -> Ready {
    let path = format!("/guilds/{}", crowd.guild);
    let mut guild = crowd.reads(&path).await;
    guild["channels"] = crowd.reads(&format!("{path}/channels")).await;
    guild["members"] = crowd.reads(&format!("{path}/members?limit=1000")).await;
    let mut ready = Ready::default();
    ready.put_guild(&guild);
    ready
}

/// Changes things as fast as it can until the others are in: channels, what may be done there, the guild, and one membership.
async fn changes(crowd: &Crowd, changer: usize, outside: &AtomicUsize) -> usize {
    let (guild, own) = (format!("/guilds/{}", crowd.guild), &crowd.people[PEOPLE + changer % CHANGERS]);
    let mut rounds = 0;
    while outside.load(Ordering::SeqCst) > 0 {
        let name = format!("c{changer}-{rounds}");
        let channel = crowd.asks(Method::POST, &format!("{guild}/channels"), json!({"name": name, "type": 0})).await;
        let channel = format!("/channels/{}", channel["id"].as_str().expect("an id"));
        crowd.asks_as(own, Method::PATCH, &format!("{guild}/members/@me"), json!({"nick": name})).await;
        crowd.asks(Method::PATCH, &channel, json!({"topic": name, "name": format!("new-{name}")})).await;
        let overwrite = json!({"type": 0, "allow": "0", "deny": "2048"});
        crowd.asks(Method::PUT, &format!("{channel}/permissions/{}", crowd.guild), overwrite).await;
        crowd.asks_as(own, Method::DELETE, &format!("/users/@me{guild}"), Value::Null).await;
        crowd.asks(Method::PATCH, &guild, json!({"description": name})).await;
        crowd.joins(own).await;
        // Every other channel stays, so that the next who come in are shown something.
        if rounds % 2 == 0 {
            crowd.asks(Method::DELETE, &channel, Value::Null).await;
        }
        rounds += 1;
    }
    rounds
}

/// Comes in, and tells what it knows when all is quiet.
async fn comes(crowd: &Crowd, number: usize, outside: &AtomicUsize) -> (Client, Ready) {
    // One after the other, so that the changes go on between them.
    tokio::time::sleep(std::time::Duration::from_millis(20 * number as u64)).await;
    let mut client = Client::opens(&crowd.program).await;
    // One in two shows itself as ours, which is let in at another place in the order of events.
    let own = if number.is_multiple_of(2) { json!({"v": 1}) } else { Value::Null };
    client.says(2, json!({"token": crowd.people[number / EACH], "chatspace": own})).await;
    let mut ready = Ready::default();
    let first = client.reads(|frame| frame["t"] == "GUILD_CREATE").await.expect("the guild is told");
    ready.fold("GUILD_CREATE", &first["d"]);
    outside.fetch_sub(1, Ordering::SeqCst);
    (client, ready)
}

/// Takes in all that has been told.
async fn catches_up(client: &mut Client, ready: &mut Ready) {
    client.says(1, Value::Null).await;
    loop {
        let frame = client.reads(|frame| frame["op"] == 0 || frame["op"] == 11).await.expect("it stays");
        match frame["t"].as_str() {
            Some(name) => ready.fold(name, &frame["d"]),
            None => return,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ready_and_the_events_after_it_agree_with_rest() {
    let crowd = Crowd::new(PEOPLE + CHANGERS).await;
    let waves = size(200, 1000) / AT_ONCE;
    let (mut different, mut all) = (0, 0);
    for wave in 0..waves {
        let outside = AtomicUsize::new(AT_ONCE);
        let changing = (0..CHANGERS).map(|n| changes(&crowd, wave * CHANGERS + n, &outside));
        let coming = (0..AT_ONCE).map(|n| comes(&crowd, n, &outside));
        let (rounds, clients) = tokio::join!(futures_util::future::join_all(changing), futures_util::future::join_all(coming));
        all += rounds.iter().sum::<usize>();
        let truth = truth(&crowd).await;
        for (mut client, mut ready) in clients {
            catches_up(&mut client, &mut ready).await;
            if ready != truth {
                println!("wave {wave}: {:?}", difference(&ready, &truth));
                different += 1;
            }
            client.says_goodbye().await;
        }
        clear(&crowd).await;
    }
    println!("{all} rounds of changes");
    assert!(all >= waves * CHANGERS, "much was changed");
    assert_eq!(different, 0);
    let figure = format!("0 of {}, {all} rounds of changes", waves * AT_ONCE);
    proven('g', "R-37 clients whose READY and events differ from REST", figure, "0 of 1000 (CI: 200)");
}

/// What the one has and the other has not.
fn difference<'p>(ours: &'p Ready, truth: &'p Ready) -> Vec<(&'p (&'static str, String), Option<&'p Value>)> {
    let wrong = truth.0.iter().filter(|(key, value)| ours.0.get(*key) != Some(value)).map(|(key, _)| (key, ours.0.get(key)));
    let ghosts = ours.0.iter().filter(|(key, _)| !truth.0.contains_key(*key)).map(|(key, value)| (key, Some(value)));
    wrong.chain(ghosts).collect()
}

/// Takes away what the changers left, for a guild has only so many channels.
async fn clear(crowd: &Crowd) {
    let path = format!("/guilds/{}", crowd.guild);
    for channel in crowd.reads(&format!("{path}/channels")).await.as_array().expect("a list") {
        if channel["id"] != crowd.channel.as_str() && channel["name"].as_str().is_some_and(|name| name.starts_with("new-")) {
            crowd.asks(Method::DELETE, &format!("/channels/{}", channel["id"].as_str().expect("an id")), Value::Null).await;
        }
    }
}
