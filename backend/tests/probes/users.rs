//! What is told of people: every object that looks like a user, in every answer and event, has public fields only, and what is sent
//! about oneself changes nothing but what may be changed. (S-11, S-12, S-13)
//!
//! The API suite has the rest of them: `accounts_devices` and `operator` refuse unknown keys on the server's own routes, and
//! `presence::who_is_invisible_looks_offline_everywhere` is S-13's.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::{
    cast::Cast,
    routes::{operations, placed},
    rows,
    support::World,
};

const PUBLIC: &[&str] =
    &["id", "username", "global_name", "discriminator", "avatar", "bot", "system", "public_flags", "banner", "accent_color"];
/// What stands beside a user where it is named: in a mention, their place in the guild.
const BESIDE: &[&str] = &["member"];
/// What an invite shows to whoever has the code.
const INVITE: &[&str] = &[
    "code",
    "type",
    "guild",
    "channel",
    "inviter",
    "guild_id",
    "expires_at",
    "approximate_member_count",
    "approximate_presence_count",
    "flags",
];

/// Looks at every object with a user name in it; yields how many there were.
fn users_in(value: &Value, who: &str, own: &str, place: &str) -> usize {
    match value {
        Value::Array(list) => list.iter().map(|one| users_in(one, who, own, place)).sum(),
        Value::Object(object) => {
            let is_user = object.contains_key("username") || object.contains_key("discriminator");
            if is_user && object["id"] != own {
                only_public(object, &format!("{place}, told to {who}"));
            }
            usize::from(is_user) + object.values().map(|one| users_in(one, who, own, place)).sum::<usize>()
        }
        _ => 0,
    }
}

fn only_public(user: &Map<String, Value>, place: &str) {
    let more: Vec<_> = user.keys().filter(|key| !PUBLIC.contains(&key.as_str()) && !BESIDE.contains(&key.as_str())).collect();
    assert!(more.is_empty(), "{place}: {more:?}");
}

/// No address but one's own.
fn no_address_in(value: &Value, own: &str, place: &str) {
    let text = value.to_string().replace(&format!("\"{own}@example.org\""), "");
    assert!(!text.contains("@example.org"), "{place}: {text}");
}

on_both_databases! {
    nothing_but_the_public_side_of_others_is_in_any_answer_or_event,
    keys_that_are_none_of_ones_own_to_set_change_nothing,
}

async fn nothing_but_the_public_side_of_others_is_in_any_answer_or_event(world: World) {
    let mut cast = Cast::of(world).await;
    let bob = cast.people["bob"].clone();
    let mut socket = bob.connects().await;
    let channel = cast.g1.channel.clone();
    let said = cast.ann().says(&channel, &format!("<@{}> <@{}>", bob.id, cast.people["gus"].id)).await;
    let reply = json!({"content": "yes", "message_reference": {"message_id": said["id"]}});
    cast.people["kim"].post(&format!("/channels/{channel}/messages"), &reply).await.ok();
    let said_id = said["id"].as_str().expect("an id");
    cast.ann().put(&format!("/channels/{channel}/messages/{said_id}/reactions/%F0%9F%91%8D/@me"), &json!({})).await.ok();
    cast.ann().patch("/users/@me", &json!({"global_name": "Ann", "bio": "tea"})).await.ok();
    cast.ann().post(&format!("/channels/{channel}/typing"), &json!({})).await.ok();
    let guest = cast.thing("guest").await;
    cast.ann().delete(&format!("/guilds/{}/members/{guest}", cast.g1.id)).await.ok();
    socket.sends(8, json!({"guild_id": cast.g1.id, "query": "", "limit": 0, "presences": true})).await;
    socket.event("GUILD_MEMBERS_CHUNK").await;
    let ids = BTreeMap::from([
        ("guild_id", cast.g1.id.clone()),
        ("channel_id", channel.clone()),
        ("message_id", said["id"].as_str().expect("an id").to_owned()),
        ("user_id", cast.people["ann"].id.clone()),
        ("emoji", "%F0%9F%91%8D".to_owned()),
        ("code", cast.thing("code").await),
    ]);
    let (mut users, mut asked) = (0, 0);
    for operation in operations().iter().filter(|operation| operation.method == "GET") {
        let Some(path) = placed(&operation.path, &ids) else { continue };
        let path = if path.ends_with("/search") { format!("{path}?query=a&limit=100") } else { path };
        let answer = bob.get(&path).await;
        users += users_in(&answer.body, "bob", &bob.id, &path);
        no_address_in(&answer.body, "bob", &path);
        asked += 1;
    }
    socket.settles().await;
    for (name, d) in &socket.seen {
        users += users_in(d, "bob", &bob.id, name);
        no_address_in(d, "bob", name);
    }
    assert!(asked > 20 && users > 40, "{asked} {users}");
    let stranger = cast.people["anon"].get(&format!("/invites/{}?with_counts=true", ids["code"])).await.ok();
    let shown: Vec<_> = stranger.as_object().expect("an invite").keys().filter(|key| !INVITE.contains(&key.as_str())).collect();
    assert!(shown.is_empty(), "an invite shows {shown:?}");
    users_in(&stranger, "anon", "", "an invite");
    println!(
        "proof | 6.e | S-11: user objects sent to others, {} | {users} in {asked} answers and {} events, 0 keys more than public | 0 | pass",
        rows::engine(&cast.world),
        socket.seen.len()
    );
    cast.world.stop().await;
}

async fn keys_that_are_none_of_ones_own_to_set_change_nothing(world: World) {
    let mut cast = Cast::of(world).await;
    let bob = cast.people["bob"].clone();
    let before = rows::stored(&cast.world).await;
    let power = json!({"id": "1", "is_admin": true, "operator": true, "flags": 7, "email_verified": true, "verified": true, "owner": true,
        "email": "root@example.com", "bot": true, "public_flags": 7, "chatspace": {"operator": true}, "roles": [cast.g1.id], "permissions": "8"});
    bob.patch("/users/@me", &power).await.ok();
    bob.patch(&format!("/guilds/{}/members/@me", cast.g1.id), &power).await.ok();
    bob.patch("/users/@me/settings", &power).await;
    assert_eq!(before, rows::stored(&cast.world).await);
    for path in ["/auth/password", "/auth/logout-all", "/users/@me/delete", "/auth/reauthenticate"] {
        bob.post(path, &power).await.refused(400, 50035);
    }
    let mut forged = power.clone();
    forged["content"] = json!("who says it?");
    forged["author"] = json!({"id": cast.people["ann"].id});
    let said = bob.post(&format!("/channels/{}/messages", cast.g1.channel), &forged).await.ok();
    assert_eq!((&said["author"]["id"], &said["author"]["bot"]), (&json!(bob.id), &json!(false)));
    assert_ne!(said["id"], "1");
    println!(
        "proof | 6.f | S-12: keys that give power, {} | 13 keys on 8 routes, 0 changes | 0 | pass",
        rows::engine(&cast.world)
    );
    cast.world.stop().await;
}
