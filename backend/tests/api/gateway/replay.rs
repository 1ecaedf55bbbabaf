//! RESUME: everything missed, once and in order, or the word that it cannot be had.

use std::time::Duration;

use serde_json::json;

use super::{Scene, contents, without_view};
use crate::support::{Socket, World, text};

on_both_databases! {
    what_was_missed_comes_in_order_and_then_resumed,
    what_a_heartbeat_confirmed_is_not_sent_again_and_cannot_be,
    a_wrong_number_token_or_session_is_refused_and_the_connection_may_identify,
    the_newer_connection_takes_over,
    a_resume_that_comes_late_over_an_older_connection_ends_nothing,
    when_all_hold_too_much_only_what_could_be_come_back_for_is_given_up,
    after_five_minutes_one_begins_anew,
    what_one_may_not_see_any_more_is_not_replayed,
    an_unread_ready_shows_nothing_that_was_hidden_since,
    an_unread_ready_has_no_guild_that_was_left,
    a_client_that_is_cut_off_again_and_again_sees_what_a_witness_sees,
    more_than_the_replay_buffer_holds_is_reported_as_lost,
    a_kicked_member_receives_only_the_removal,
}

async fn what_was_missed_comes_in_order_and_then_resumed(world: World) {
    let scene = Scene::of(world).await;
    let socket = scene.bob.connects().await;
    let (session, seq) = socket.drops();
    for n in 0..30 {
        scene.ann.says(&scene.guild.channel, &n.to_string()).await;
    }
    let mut socket = scene.resumes(&scene.bob, &session, seq).await;
    assert_eq!(socket.event("RESUMED").await, json!({}));
    assert_eq!(contents(&socket), (0..30).map(|n| n.to_string()).collect::<Vec<_>>());
    scene.ann.says(&scene.guild.channel, "and on").await;
    assert_eq!(socket.event("MESSAGE_CREATE").await["content"], "and on");
    socket.settles().await;
    assert_eq!(contents(&socket).len(), 31);
}

async fn what_a_heartbeat_confirmed_is_not_sent_again_and_cannot_be(world: World) {
    let scene = Scene::of(world).await;
    let mut socket = scene.bob.connects().await;
    let early = socket.seq;
    scene.ann.says(&scene.guild.channel, "tea").await;
    socket.event("MESSAGE_CREATE").await;
    socket.settles().await;
    let (session, seq) = socket.drops();
    let mut socket = scene.resumes(&scene.bob, &session, seq).await;
    socket.event("RESUMED").await;
    assert_eq!(contents(&socket), Vec::<String>::new());
    let (session, _) = socket.drops();
    let mut socket = scene.resumes(&scene.bob, &session, early).await;
    assert_eq!(socket.op(9).await["d"], false);
}

async fn a_wrong_number_token_or_session_is_refused_and_the_connection_may_identify(world: World) {
    let scene = Scene::of(world).await;
    let socket = scene.bob.connects().await;
    let (session, seq) = socket.drops();
    let again =
        scene.bob.post("/auth/login", &json!({"email": "bob@example.org", "password": "correct horse battery"})).await.ok();
    let other_session = scene.bob.with_token(&text(&again["access_token"]));
    for (person, session) in [(&scene.ann, &*session), (&other_session, &*session), (&scene.bob, "nonsense")] {
        let mut socket = scene.resumes(person, session, seq).await;
        assert_eq!(socket.op(9).await["d"], false);
        assert_eq!(socket.seen.len(), 0, "nothing of it is told");
    }
    let mut socket = scene.resumes(&scene.bob, "nonsense", 5).await;
    assert_eq!(socket.op(9).await["d"], false);
    socket.seq = 0;
    socket.sends(2, json!({"token": scene.bob.token})).await;
    socket.event("READY").await;
    let mut socket = scene.resumes(&scene.bob, &session, seq + 1000).await;
    assert_eq!(socket.closed().await, 4007);
}

async fn the_newer_connection_takes_over(world: World) {
    let scene = Scene::of(world).await;
    let mut older = scene.bob.connects().await;
    older.settles().await;
    let mut newer = scene.resumes(&scene.bob, &older.session.clone(), older.seq).await;
    newer.event("RESUMED").await;
    assert_eq!(older.closed().await, 4901);
    scene.ann.says(&scene.guild.channel, "hello").await;
    assert_eq!(newer.event("MESSAGE_CREATE").await["content"], "hello");
}

async fn a_resume_that_comes_late_over_an_older_connection_ends_nothing(world: World) {
    let scene = Scene::of(world).await;
    let first = scene.bob.connects().await;
    let early = first.seq;
    let (session, seq) = first.drops();
    let mut late = Socket::open(&scene.world.address()).await;
    let mut newer = scene.resumes(&scene.bob, &session, seq).await;
    scene.ann.says(&scene.guild.channel, "tea").await;
    newer.event("MESSAGE_CREATE").await;
    newer.settles().await;
    late.sends(6, json!({"token": scene.bob.token, "session_id": session, "seq": early})).await;
    assert_eq!(late.closed().await, 4901);
    let (session, seq) = newer.drops();
    scene.ann.says(&scene.guild.channel, "cake").await;
    let mut newest = scene.resumes(&scene.bob, &session, seq).await;
    assert_eq!(newest.event("MESSAGE_CREATE").await["content"], "cake");
}

async fn when_all_hold_too_much_only_what_could_be_come_back_for_is_given_up(world: World) {
    let scene = Scene::of(world).await;
    let gone = scene.ann.connects().await;
    let mut stays = scene.bob.connects().await;
    let early = stays.seq;
    let (session, seq) = gone.drops();
    scene.ann.says(&scene.guild.channel, "tea").await;
    stays.event("MESSAGE_CREATE").await;
    // Nothing is given up for nothing.
    scene.world.running().hub().shrink_to(1 << 20);
    let mut back = scene.resumes(&scene.ann, &session, seq).await;
    back.event("RESUMED").await;
    let (session, seq) = back.drops();
    tokio::time::sleep(Duration::from_millis(200)).await;
    scene.world.running().hub().shrink_to(0);
    assert_eq!(scene.resumes(&scene.ann, &session, seq).await.op(9).await["d"], false, "who was away begins anew");
    scene.ann.says(&scene.guild.channel, "cake").await;
    assert_eq!(stays.event("MESSAGE_CREATE").await["content"], "cake", "who is there stays there");
    let (session, seq) = stays.drops();
    scene.ann.says(&scene.guild.channel, "milk").await;
    let mut stays = scene.resumes(&scene.bob, &session, seq).await;
    assert_eq!(stays.event("MESSAGE_CREATE").await["content"], "milk", "and can come back for what was not sent");
    let (session, _) = stays.drops();
    assert_eq!(scene.resumes(&scene.bob, &session, early).await.op(9).await["d"], false, "but not for what was");
}

async fn after_five_minutes_one_begins_anew(world: World) {
    let scene = Scene::of(world).await;
    let (session, seq) = scene.bob.connects().await.drops();
    tokio::time::sleep(Duration::from_millis(200)).await;
    scene.passes(Duration::from_secs(290)).await;
    let mut socket = scene.resumes(&scene.bob, &session, seq).await;
    socket.event("RESUMED").await;
    let (session, seq) = socket.drops();
    tokio::time::sleep(Duration::from_millis(200)).await;
    scene.passes(Duration::from_secs(301)).await;
    assert_eq!(scene.resumes(&scene.bob, &session, seq).await.op(9).await["d"], false);
}

async fn what_one_may_not_see_any_more_is_not_replayed(world: World) {
    let scene = Scene::of(world).await;
    let secret = scene.ann.makes_channel(&scene.guild, "plans").await;
    let mut socket = scene.bob.connects().await;
    socket.settles().await;
    let (session, seq) = socket.drops();
    scene.ann.says(&scene.guild.channel, "open one").await;
    scene.ann.says(&secret, "said before the door closed").await;
    let overwrite = without_view(&scene.guild);
    scene.ann.put(&format!("/channels/{secret}/permissions/{}", scene.guild.id), &overwrite).await.ok();
    scene.ann.says(&secret, "said behind the door").await;
    scene.ann.says(&scene.guild.channel, "open two").await;
    let mut socket = scene.resumes(&scene.bob, &session, seq).await;
    socket.event("RESUMED").await;
    assert_eq!(contents(&socket), ["open one", "open two"]);
    let gone = socket.seen.iter().find(|(name, _)| name == "CHANNEL_DELETE").expect("the channel is gone for him");
    assert_eq!(gone.1["id"], secret.as_str());
}

async fn an_unread_ready_shows_nothing_that_was_hidden_since(world: World) {
    let scene = Scene::of(world).await;
    let secret = scene.ann.makes_channel(&scene.guild, "plans").await;
    let mut socket = Socket::open(&scene.world.address()).await;
    socket.sends(2, json!({"token": scene.bob.token})).await;
    let session = text(&socket.event("READY").await["session_id"]);
    drop(socket);
    let overwrite = without_view(&scene.guild);
    scene.ann.put(&format!("/channels/{secret}/permissions/{}", scene.guild.id), &overwrite).await.ok();
    let mut socket = scene.resumes(&scene.bob, &session, 1).await;
    socket.event("RESUMED").await;
    let (_, ready) = socket.seen.iter().find(|(name, _)| name == "GUILD_CREATE").expect("the guild is told");
    assert_eq!(ready["channels"].as_array().expect("a list").len(), 1, "{ready}");
}

async fn an_unread_ready_has_no_guild_that_was_left(world: World) {
    let scene = Scene::of(world).await;
    let mut socket = Socket::open(&scene.world.address()).await;
    socket.sends(2, json!({"token": scene.bob.token})).await;
    let session = text(&socket.event("READY").await["session_id"]);
    drop(socket);
    assert_eq!(scene.ann.delete(&format!("/guilds/{}/members/{}", scene.guild.id, scene.bob.id)).await.status, 204);
    let mut socket = scene.resumes(&scene.bob, &session, 1).await;
    socket.event("RESUMED").await;
    assert!(socket.seen.iter().all(|(name, _)| name != "GUILD_CREATE"), "{:?}", socket.seen);
}

async fn a_client_that_is_cut_off_again_and_again_sees_what_a_witness_sees(world: World) {
    let scene = Scene::of(world).await;
    let mut witness = scene.bob.connects().await;
    let mut socket = scene.bob.connects().await;
    let first = socket.seen.len();
    let mut all = Vec::new();
    for n in 0..60 {
        let words = n.to_string();
        let said = scene.ann.says(&scene.guild.channel, &words);
        if n % 3 == 0 {
            let ((session, seq), _) = futures_util::future::join(async { socket.drops() }, said).await;
            socket = scene.resumes(&scene.bob, &session, seq).await;
            if n % 2 == 0 {
                socket.event("RESUMED").await;
                socket.settles().await;
            }
            // Otherwise it is cut off again with the replay half read; its number is where it came to.
        } else {
            said.await;
        }
        all.append(&mut socket.seen.split_off(0));
    }
    socket.settles().await;
    all.append(&mut socket.seen);
    witness.settles().await;
    let told = |list: &[(String, serde_json::Value)]| {
        list.iter().filter(|(name, _)| name == "MESSAGE_CREATE").map(|(_, message)| text(&message["content"])).collect::<Vec<_>>()
    };
    assert!(first > 0);
    assert_eq!(told(&all), (0..60).map(|n| n.to_string()).collect::<Vec<_>>());
    assert_eq!(told(&all), told(&witness.seen));
}

async fn more_than_the_replay_buffer_holds_is_reported_as_lost(world: World) {
    let scene = Scene::of(world).await;
    let mut socket = scene.bob.connects().await;
    socket.settles().await;
    let (session, seq) = socket.drops();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let state = scene.world.running().state();
    for n in 0..2001 {
        let event = chatspace::wire::guild_events::GuildDelete { id: chatspace::kernel::GuildId::new(n + 1) };
        let audience = chatspace::events::Audience::Members(event.id, vec![scene.bob.id.parse().expect("an id")]);
        state.publisher.publish(audience, &event);
    }
    assert_eq!(scene.resumes(&scene.bob, &session, seq).await.op(9).await["d"], false);
}

async fn a_kicked_member_receives_only_the_removal(world: World) {
    let scene = Scene::of(world).await;
    let (ann, bob, guild) = (&scene.ann, &scene.bob, &scene.guild);
    let list = format!("/guilds/{}/channels", guild.id);
    let sets = |channel: &str, deny: &str| {
        (format!("/channels/{channel}/permissions/{}", guild.id), json!({"type": 0, "allow": "0", "deny": deny}))
    };
    let manages = json!({"type": 1, "allow": "16", "deny": "0"});
    ann.put(&format!("/channels/{}/permissions/{}", guild.channel, bob.id), &manages).await.ok();
    let [hidden, shown] = [ann.makes_channel(guild, "hidden").await, ann.makes_channel(guild, "shown").await];
    let (path, body) = sets(&shown, "1024");
    ann.put(&path, &body).await.ok();
    let mut witness = bob.connects().await;
    witness.settles().await;
    let from = witness.seen.len();
    let left = bob.connects().await.drops();
    tokio::time::sleep(Duration::from_millis(200)).await;
    // Everything that one member alone, or some members, are told of a guild.
    ann.post(&format!("/channels/{}/invites", guild.channel), &json!({"unique": true})).await.ok();
    let code = text(&ann.post(&format!("/channels/{}/invites", guild.channel), &json!({"unique": true})).await.ok()["code"]);
    ann.delete(&format!("/invites/{code}")).await.ok();
    for (channel, deny) in [(&hidden, "1024"), (&shown, "0"), (&shown, "2048")] {
        let (path, body) = sets(channel, deny);
        ann.put(&path, &body).await.ok();
    }
    let category = text(&ann.post(&list, &json!({"name": "Plans", "type": 4})).await.ok()["id"]);
    ann.patch(&format!("/channels/{shown}"), &json!({"parent_id": category, "topic": "tea"})).await.ok();
    let said = text(&ann.says(&shown, &format!("<@{}>", bob.id)).await["id"]);
    bob.post(&format!("/channels/{shown}/messages/{said}/ack"), &json!({})).await.ok();
    ann.says(&guild.channel, "tea").await;
    bob.post(&format!("/guilds/{}/ack", guild.id), &json!({})).await.ok();
    bob.patch(&format!("/guilds/{}/members/@me", guild.id), &json!({"nick": "Bobby"})).await.ok();
    ann.patch(&format!("/guilds/{}", guild.id), &json!({"name": "Tea and friends"})).await.ok();
    ann.post(&format!("/channels/{}/typing", guild.channel), &json!({})).await.ok();
    bob.patch("/users/@me", &json!({"bio": "my own"})).await.ok();
    ann.delete(&format!("/guilds/{}/members/{}", guild.id, bob.id)).await.ok();
    witness.event("GUILD_DELETE").await;
    let heard: std::collections::BTreeSet<&str> = witness.seen[from..].iter().map(|(name, _)| name.as_str()).collect();
    for name in [
        "INVITE_CREATE",
        "INVITE_DELETE",
        "CHANNEL_CREATE",
        "CHANNEL_UPDATE",
        "CHANNEL_DELETE",
        "CHATSPACE_MESSAGE_ACK",
        "GUILD_MEMBER_UPDATE",
        "GUILD_UPDATE",
        "MESSAGE_CREATE",
        "TYPING_START",
    ] {
        assert!(heard.contains(name), "{name} was told: {heard:?}");
    }
    let mut socket = scene.resumes(bob, &left.0, left.1).await;
    socket.event("RESUMED").await;
    let replayed: Vec<&str> = socket.seen.iter().map(|(name, _)| name.as_str()).filter(|name| *name != "USER_UPDATE").collect();
    assert_eq!(replayed, ["GUILD_DELETE", "RESUMED"]);
    let told = serde_json::to_string(&socket.seen).expect("JSON");
    for id in [&guild.channel, &hidden, &shown, &category] {
        assert!(!told.contains(id.as_str()), "{told}");
    }
}
