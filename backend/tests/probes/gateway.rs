//! P56 to P62: who may sign in at the gateway, whose session is whose, and what is heard after a right is lost.
//!
//! The API suite proves the replay after a lost view (`gateway::replay::what_one_may_not_see_any_more_is_not_replayed` and
//! `a_picture_with_what_is_hidden_now_is_not_shown_again`), and that another log-in of one's own does not resume
//! (`a_wrong_number_token_or_session_is_refused_and_the_connection_may_identify`).

use std::time::Duration;

use serde_json::{Value, json};

use crate::{
    cast::Cast,
    rows,
    support::{Socket, World},
};

/// Denied and allowed, of P56 to P59.
const BAD_TOKENS: &[(u8, &str)] =
    &[(56, "anon"), (57, "expired"), (58, "revoked"), (58, "deleted"), (58, "disabled"), (58, "renewed"), (58, "scrapped")];
/// Whose token is good, but not for Bob's session.
const OTHERS: &[&str] = &["cyd", "dan", "kim", "ann", "tea", "stray"];

async fn resumed(cast: &Cast, token: &str, session: &(String, u64)) -> Socket {
    Socket::resumed(&cast.world.address(), token, &session.0, session.1).await
}

/// All that was told, as one text.
fn all(socket: &Socket) -> String {
    serde_json::to_string(&socket.seen.iter().map(|(_, d)| d).collect::<Vec<_>>()).expect("JSON")
}

fn hears_nothing_of_g1(cast: &Cast, socket: &Socket) {
    let (all, roof) = (all(socket), [&cast.g1.id, &cast.g1.channel, &cast.secret]);
    assert!(!roof.iter().any(|id| all.contains(id.as_str())), "{all}");
}

/// Waits until the server has seen that a connection is gone.
async fn a_moment() {
    tokio::time::sleep(Duration::from_millis(200)).await;
}

on_both_databases! {
    nobody_signs_in_with_a_token_that_is_none_any_more_or_with_a_session_of_another,
    who_is_not_in_a_guild_asks_for_its_members_and_presences_in_vain,
    what_is_lost_is_heard_no_more_neither_at_once_nor_by_replay,
}

async fn nobody_signs_in_with_a_token_that_is_none_any_more_or_with_a_session_of_another(world: World) {
    let mut cast = Cast::of(world).await;
    let (bob, address) = (cast.people["bob"].clone(), cast.world.address());
    let session = bob.connects().await.drops();
    a_moment().await;
    for (number, who) in BAD_TOKENS {
        let token = cast.people[who].bare_token();
        let mut socket = Socket::open(&address).await;
        socket.sends(2, json!({"token": token, "intents": 0, "properties": {}})).await;
        assert_eq!(socket.closed().await, 4004, "P{number} {who}");
        let mut socket = resumed(&cast, token, &session).await;
        assert_eq!(socket.op(9).await["d"], false, "P{number} {who}");
        assert_eq!(socket.seen.len(), 0, "P{number} {who} is told nothing");
    }
    for who in OTHERS {
        let mut socket = resumed(&cast, cast.people[*who].bare_token(), &session).await;
        assert_eq!(socket.op(9).await["d"], false, "P59 {who} resumes another's session");
        assert_eq!(socket.seen.len(), 0, "P59 {who} is told nothing");
    }
    cast.ann().says(&cast.g1.channel, "still his").await;
    let mut own = resumed(&cast, &bob.token, &session).await;
    assert_eq!(own.event("MESSAGE_CREATE").await["content"], "still his", "and Bob's session is Bob's");
    println!(
        "proof | 6.b | gateway sign-in P56-P59, {} | {} tokens and sessions denied, 2 twins allowed | all | pass",
        rows::engine(&cast.world),
        2 * BAD_TOKENS.len() + OTHERS.len()
    );
    cast.world.stop().await;
}

async fn who_is_not_in_a_guild_asks_for_its_members_and_presences_in_vain(world: World) {
    let mut cast = Cast::of(world).await;
    let members = json!({"guild_id": cast.g1.id, "query": "", "limit": 0, "presences": true});
    let rows = json!({"guild_id": cast.g1.id, "channel_id": cast.g1.channel, "ranges": [[0, 99]]});
    for who in ["cyd", "dan", "hal", "olga"] {
        let mut socket = cast.people[who].connects().await;
        let before = socket.seen.len();
        socket.sends(8, members.clone()).await;
        socket.sends(206, rows.clone()).await;
        socket.settles().await;
        let _bob = cast.people["bob"].connects().await;
        a_moment().await;
        socket.settles().await;
        hears_nothing_of_g1(&cast, &socket);
        let names: Vec<_> = socket.seen[before..].iter().map(|(name, d)| (name.as_str(), &d["user"]["id"])).collect();
        let shows =
            |(name, user): &(&str, &Value)| *name == "CHATSPACE_MEMBER_LIST_UPDATE" || **user == cast.people["bob"].id.as_str();
        assert!(!names.iter().any(shows), "P59 {who}: {names:?}");
    }
    let mut twin = cast.people["gus"].connects().await;
    twin.sends(8, members).await;
    assert!(twin.event("GUILD_MEMBERS_CHUNK").await["members"].as_array().is_some_and(|list| list.len() >= 6));
    twin.sends(206, rows).await;
    assert_eq!(twin.event("CHATSPACE_MEMBER_LIST_UPDATE").await["guild_id"], cast.g1.id.as_str());
    println!("proof | 6.b | gateway commands P59, {} | 8 denied, 2 twins allowed | all | pass", rows::engine(&cast.world));
    cast.world.stop().await;
}

async fn what_is_lost_is_heard_no_more_neither_at_once_nor_by_replay(world: World) {
    let mut cast = Cast::of(world).await;
    let hidden = format!("/channels/{}/permissions/{}", cast.g1.channel, cast.people["bob"].id);
    let guest = cast.newcomer().await;
    cast.ann().lets_in(&cast.g1, &[&guest]).await;
    let mut live = [cast.people["bob"].connects().await, guest.connects().await, cast.people["cyd"].connects().await];
    let (bobs, guests) = (cast.people["bob"].connects().await.drops(), guest.connects().await.drops());
    a_moment().await;
    cast.ann().says(&cast.g1.channel, "before").await;
    cast.ann().put(&hidden, &json!({"type": 1, "allow": "0", "deny": "1024"})).await.ok();
    cast.ann().delete(&format!("/guilds/{}/members/{}", cast.g1.id, guest.id)).await.ok();
    let gone = [live[0].event("CHANNEL_DELETE").await, live[1].event("GUILD_DELETE").await];
    assert_eq!((&gone[0]["id"], &gone[1]["id"]), (&json!(cast.g1.channel), &json!(cast.g1.id)));
    for socket in &mut live {
        socket.settles().await;
    }
    let since: Vec<usize> = live.iter().map(|socket| socket.seen.len()).collect();
    cast.ann().says(&cast.g1.channel, "after").await;
    cast.ann().patch(&format!("/channels/{}", cast.g1.channel), &json!({"topic": "after"})).await.ok();
    cast.ann().delete(&format!("/channels/{}/messages/{}", cast.g1.channel, cast.marks["dan"])).await.ok();
    for (socket, since) in live.iter_mut().zip(since) {
        assert_eq!(socket.names_since(since).await, Vec::<String>::new(), "P60, P61, P62: nothing more");
    }
    hears_nothing_of_g1(&cast, &live[2]);
    for (person, session, gone) in [(&cast.people["bob"], bobs, "CHANNEL_DELETE"), (&guest, guests, "GUILD_DELETE")] {
        let mut socket = resumed(&cast, &person.token, &session).await;
        socket.event("RESUMED").await;
        let told: Vec<&Value> = socket.seen.iter().filter(|(name, _)| name.starts_with("MESSAGE")).map(|(_, d)| d).collect();
        assert_eq!(told, Vec::<&Value>::new(), "nothing of it is replayed, not even what was said before");
        assert_eq!(socket.seen.iter().filter(|(name, _)| name == gone).count(), 1);
    }
    let mut ann = cast.ann().connects().await;
    cast.ann().says(&cast.g1.channel, "the twin").await;
    assert_eq!(ann.event("MESSAGE_CREATE").await["content"], "the twin");
    println!(
        "proof | 6.b | gateway after a loss P60-P62, {} | 0 events live, 0 replayed, twin receives them | 0 | pass",
        rows::engine(&cast.world)
    );
    cast.world.stop().await;
}
