//! S-3: who asks for what with which ids is drawn at random; what the model forbids is never done.
//!
//! Only what the model forbids is sent where it would change something, so that nothing may change at all.

use std::{collections::BTreeMap, env};

use rand::{SeedableRng, rngs::StdRng, seq::IndexedRandom};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    cast::Cast,
    routes::{Operation, operations, placed},
    rows,
    support::World,
};

const ACTORS: &[&str] =
    &["anon", "expired", "revoked", "cyd", "dan", "hal", "bob", "jim", "gus", "kim", "ann", "tea", "stray", "renewed"];
const SIGNED_OUT: &[&str] = &["anon", "expired", "revoked", "renewed"];
const MEMBERS: &[&str] = &["bob", "jim", "gus", "kim", "ann", "tea"];
/// What a member without any role may not do in a guild.
const GOVERNING: &[&str] = &[
    "update_guild",
    "delete_guild",
    "upload_guild_icon",
    "create_channel",
    "reorder_channels",
    "update_channel",
    "delete_channel",
    "set_overwrite",
    "delete_overwrite",
    "kick_member",
    "list_guild_invites",
    "list_channel_invites",
    "add_bot",
    "clear_reactions",
    "clear_reactions_of_emoji",
];

fn triples() -> u32 {
    if env::var("PROOF_SIZE").is_ok_and(|size| size == "nightly") { 5000 } else { 500 }
}

/// Ids by the name of what they are, and what the model knows of them: the message's channel, the guild's or channel's people.
struct Drawn {
    pools: BTreeMap<&'static str, Vec<String>>,
    /// Who sees a guild or channel.
    seen_by: BTreeMap<String, Vec<&'static str>>,
    channel_of: BTreeMap<String, String>,
    /// Whose an application is, and who its bot is.
    applications: BTreeMap<String, (&'static str, &'static str)>,
    members: Vec<String>,
    dm: String,
}

impl Drawn {
    async fn of(cast: &Cast) -> Self {
        let nowhere = cast.thing("open").await.parse::<i64>().expect("an id") + 1;
        let [open, secret, cyds, dm] = ["open", "secret", "cyds", "dm"].map(|name| (name, cast.thing(name)));
        let (open, secret, cyds, dm) = (open.1.await, secret.1.await, cyds.1.await, dm.1.await);
        let (message, plan, letter) = (cast.thing("message").await, cast.thing("plan").await, cast.thing("letter").await);
        let stray = || nowhere.to_string();
        let person = |name: &str| cast.people[name].id.clone();
        let places = [cast.g1.id.clone(), cast.g2.id.clone(), open.clone(), secret.clone(), cyds.clone(), dm.clone(), stray()];
        let pools = BTreeMap::from([
            ("guild_id", vec![cast.g1.id.clone(), cast.g2.id.clone(), stray()]),
            ("channel_id", vec![open.clone(), secret.clone(), cyds.clone(), dm.clone(), stray()]),
            ("message_id", vec![message.clone(), plan.clone(), letter.clone(), stray()]),
            ("emoji", vec!["%F0%9F%91%8D".to_owned()]),
            ("user_id", vec![person("ann"), person("bob"), person("cyd"), stray()]),
            ("target_id", vec![cast.g1.id.clone(), person("bob"), stray()]),
            ("scope_id", places.to_vec()),
            ("session_id", vec![cast.thing("session").await, stray()]),
            ("application_id", vec![person("tea"), person("stray"), stray()]),
            ("command_id", vec![cast.thing("command").await, stray()]),
        ]);
        let seen_by = BTreeMap::from([
            (cast.g1.id.clone(), MEMBERS.to_vec()),
            (cast.g2.id.clone(), vec!["cyd", "stray"]),
            (open.clone(), MEMBERS.to_vec()),
            (secret.clone(), vec!["ann"]),
            (cyds, vec!["cyd", "stray"]),
            (dm.clone(), vec!["ann", "bob"]),
        ]);
        let channel_of = BTreeMap::from([(message, open), (plan, secret), (letter, dm.clone())]);
        let applications = BTreeMap::from([(person("tea"), ("ann", "tea")), (person("stray"), ("cyd", "stray"))]);
        Self { pools, seen_by, channel_of, applications, members: MEMBERS.iter().map(|name| person(name)).collect(), dm }
    }

    fn draw(&self, random: &mut StdRng) -> BTreeMap<&'static str, String> {
        self.pools.iter().map(|(name, pool)| (*name, pool.choose(random).expect("an id").clone())).collect()
    }

    fn sees(&self, who: &str, place: &str) -> bool {
        self.seen_by.get(place).is_some_and(|people| people.contains(&who))
    }

    /// What the model says of it: whether it must be refused.
    fn forbids(&self, who: &str, operation: &Operation, ids: &BTreeMap<&str, String>) -> bool {
        let named = |name: &str| operation.path.contains(&format!("{{{name}}}")).then(|| ids[name].as_str());
        let hidden = |name| named(name).is_some_and(|place| !self.sees(who, place));
        let channel = named("channel_id");
        // How far one has read may be a message that is gone.
        let elsewhere = operation.id != "acknowledge_message"
            && named("message_id").is_some_and(|message| self.channel_of.get(message).map(String::as_str) != channel);
        let no_member = operation.path.contains("/members/")
            && named("user_id").is_some_and(|user| !self.members.iter().any(|id| id == user));
        let is_its_own =
            ["/commands", "/skus", "/entitlements", "/role-connections"].iter().any(|part| operation.path.contains(part));
        let is_theirs = |id: &str| {
            let of_it = self.applications.get(id);
            of_it.is_some_and(|(owner, bot)| who == if is_its_own { *bot } else { *owner })
        };
        let is_plain = ["bob", "jim", "gus", "tea"].contains(&who) && channel != Some(self.dm.as_str());
        (operation.is_guarded && SIGNED_OUT.contains(&who))
            || operation.path.starts_with("/chatspace/admin")
            || ["guild_id", "channel_id", "scope_id"].into_iter().any(hidden)
            || elsewhere
            || (operation.path.starts_with("/applications/") && named("application_id").is_some_and(|id| !is_theirs(id)))
            || (no_member && named("guild_id").is_some_and(|guild| self.sees("bob", guild)))
            || (is_plain && GOVERNING.contains(&operation.id.as_str()))
            || (named("session_id").is_some() && who != "ann")
    }
}

/// A body that is right, so that it is the right that is missing.
fn body(operation: &str, ids: &BTreeMap<&str, String>) -> Value {
    match operation {
        "create_message" | "edit_message" => json!({"content": "at random"}),
        "update_guild" | "create_channel" | "update_channel" => json!({"name": "at-random"}),
        "reorder_channels" => json!([{"id": ids["channel_id"], "position": 0}]),
        "set_overwrite" => json!({"type": 0, "allow": "0", "deny": "0"}),
        "update_account" => json!({"disabled": true}),
        "update_instance_settings" => json!({"registration": "closed"}),
        "open_dm_channel" => json!({"recipient_id": ids["user_id"]}),
        "declare_command" | "update_command" | "declare_guild_command" | "update_guild_command" => json!({"name": "brew"}),
        "replace_commands" | "replace_guild_commands" => json!([]),
        "update_own_member" => json!({"nick": "random"}),
        _ => json!({}),
    }
}

on_both_databases! {
    nobody_who_asks_at_random_gets_what_the_model_forbids,
}

async fn nobody_who_asks_at_random_gets_what_the_model_forbids(world: World) {
    let mut cast = Cast::of(world).await;
    let drawn = Drawn::of(&cast).await;
    let all: Vec<Operation> = operations()
        .into_iter()
        .filter(|operation| !operation.path.starts_with("/auth/") || operation.path.contains('{'))
        .collect();
    let mut random = StdRng::seed_from_u64(72);
    let before = rows::stored(&cast.world).await;
    let (mut sent, mut forbidden) = (0, 0);
    while sent < triples() {
        let (who, operation) = (*ACTORS.choose(&mut random).expect("somebody"), all.choose(&mut random).expect("a route"));
        let ids = drawn.draw(&mut random);
        let is_forbidden = drawn.forbids(who, operation, &ids);
        let Some(path) = placed(&operation.path, &ids).filter(|_| is_forbidden || operation.method == "GET") else { continue };
        let method = Method::from_bytes(operation.method.as_bytes()).expect("a method");
        let form = (method != Method::GET).then(|| body(&operation.id, &ids));
        let answer = cast.people[who].request(method, &path, form.as_ref()).await;
        assert!(answer.status.as_u16() < 500, "{who} {} {path}: {}", operation.method, answer.body);
        assert!(!is_forbidden || !answer.status.is_success(), "{who} {} {path}: {}", operation.method, answer.body);
        sent += 1;
        forbidden += u32::from(is_forbidden);
    }
    assert_eq!(before, rows::stored(&cast.world).await, "nothing has changed");
    println!(
        "proof | 6.g | S-3: random actor, route and ids, {} | {sent} sent, {forbidden} of them forbidden, 0 of these allowed | 0 | pass",
        rows::engine(&cast.world)
    );
    cast.world.stop().await;
}
