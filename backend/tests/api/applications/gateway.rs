//! Bots at the gateway.

use serde_json::json;

use crate::support::{Incoming, Socket, World};

/// Guilds and their messages.
const SOME: u64 = 1 | 1 << 9;

on_both_databases! {
    a_bot_identifies_with_or_without_the_prefix,
    a_bot_hears_what_it_asked_for_and_nothing_that_is_only_ours,
    a_bot_that_asks_for_no_members_hears_how_it_is_itself,
    a_bot_gets_the_members_it_asks_for,
    a_new_token_closes_the_connections_of_the_one_before,
    the_token_of_a_bot_does_not_end_by_itself,
}

async fn a_bot_identifies_with_or_without_the_prefix(world: World) {
    let ann = world.person("ann").await;
    let bot = ann.makes_bot("teabot").await;
    for token in [bot.token.as_str(), bot.bare_token()] {
        let mut socket = Socket::open(&world.address()).await;
        socket.sends(2, json!({"token": token, "intents": SOME, "properties": {}, "presence": null})).await;
        let ready = socket.event("READY").await;
        assert_eq!((&ready["user"]["id"], &ready["user"]["bot"]), (&json!(bot.id), &json!(true)));
        assert_eq!(ready["application"], json!({"id": bot.id, "flags": 565_248}));
        let (session, seq) = (ready["session_id"].as_str().expect("a session").to_owned(), socket.seq);
        drop(socket);
        let mut again = Socket::resumed(&world.address(), token, &session, seq).await;
        assert_eq!(again.event("RESUMED").await, json!({}));
    }
    for wrong in ["Bot x", "MTUz.x.y", &format!("{}x", bot.token)] {
        let mut socket = Socket::open(&world.address()).await;
        socket.sends(2, json!({"token": wrong, "intents": SOME, "properties": {}})).await;
        assert_eq!(socket.closed().await, 4004, "{wrong}");
    }
}

async fn a_bot_hears_what_it_asked_for_and_nothing_that_is_only_ours(world: World) {
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let bot = ann.makes_bot("teabot").await;
    ann.lets_bot_in(&guild, &bot, 0).await;
    let identify = json!({"token": bot.token, "intents": SOME, "properties": {}, "chatspace": {"v": 1}});
    let mut hears = Socket::identified_as(&world.address(), identify).await;
    assert!(hears.seen[0].1.get("chatspace").is_none());
    assert_eq!(hears.seen[0].1["private_channels"], json!([]));
    ann.post(&format!("/channels/{}/typing", guild.channel), &json!({})).await.ok();
    let talk = ann.post("/users/@me/channels", &json!({"recipient_id": bot.id})).await.ok();
    ann.says(talk["id"].as_str().expect("an id"), "psst").await;
    ann.says(&guild.channel, "!ping").await;
    assert_eq!(hears.event("MESSAGE_CREATE").await["content"], "!ping");
    let names: Vec<_> = hears.seen.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["READY", "GUILD_CREATE", "MESSAGE_CREATE"]);
    hears.sends(203, json!({"channel_id": guild.channel})).await;
    assert_eq!(hears.closed().await, 4001, "our op codes are nothing it knows");
}

async fn a_bot_that_asks_for_no_members_hears_how_it_is_itself(world: World) {
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let bot = ann.makes_bot("teabot").await;
    ann.lets_bot_in(&guild, &bot, 0).await;
    let identify = json!({"token": bot.bare_token(), "intents": SOME, "properties": {}});
    let mut hears = Socket::identified_as(&world.address(), identify).await;
    let path = format!("/guilds/{}/members/@me", guild.id);
    ann.patch(&path, &json!({"nick": "Her"})).await.ok();
    bot.patch(&path, &json!({"nick": "It"})).await.ok();
    let told = hears.event("GUILD_MEMBER_UPDATE").await;
    assert_eq!((&told["nick"], &told["user"]["id"]), (&json!("It"), &json!(bot.id)));
    bot.patch("/users/@me", &json!({"global_name": "Kettle"})).await.ok();
    let told = hears.event("GUILD_MEMBER_UPDATE").await;
    assert_eq!((&told["guild_id"], &told["user"]["global_name"]), (&json!(guild.id), &json!("Kettle")));
}

async fn a_bot_gets_the_members_it_asks_for(world: World) {
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let bot = ann.makes_bot("teabot").await;
    ann.lets_bot_in(&guild, &bot, 0).await;
    let mut hears = bot.connects_as_library(&world).await;
    let id: u64 = guild.id.parse().expect("a number");
    hears.sends(8, json!({"guild_id": id, "query": "", "limit": 0, "nonce": "n1"})).await;
    let chunk = hears.event("GUILD_MEMBERS_CHUNK").await;
    assert_eq!((&chunk["guild_id"], &chunk["nonce"]), (&json!(guild.id), &json!("n1")));
    assert_eq!(chunk["members"].as_array().expect("a list").len(), 2);
}

async fn a_new_token_closes_the_connections_of_the_one_before(world: World) {
    let ann = world.person("ann").await;
    let bot = ann.makes_bot("teabot").await;
    let other = ann.makes_bot("other").await;
    let mut hears = bot.connects_as_library(&world).await;
    let mut untouched = other.connects_as_library(&world).await;
    let (session, seq) = (hears.session.clone(), hears.seq);
    let renewed = bot.with_token(&ann.new_bot_token(&bot).await);
    assert_eq!(hears.closed().await, 4004);
    untouched.settles().await;
    for token in [bot.bare_token(), renewed.bare_token()] {
        let mut again = Socket::open(&world.address()).await;
        again.sends(6, json!({"token": token, "session_id": session, "seq": seq})).await;
        let frame = match again.next().await {
            Incoming::Frame(frame) => frame,
            Incoming::Closed(code) => panic!("closed with {code}"),
        };
        assert_eq!((&frame["op"], &frame["d"]), (&json!(9), &json!(false)));
    }
    renewed.connects_as_library(&world).await.settles().await;
}

async fn the_token_of_a_bot_does_not_end_by_itself(world: World) {
    let ann = world.person("ann").await;
    let bot = ann.makes_bot("teabot").await;
    let mut hears = bot.connects_as_library(&world).await;
    for _ in 0..30 {
        world.pass(std::time::Duration::from_mins(1));
        hears.settles().await;
    }
    world.pass(std::time::Duration::from_hours(9600));
    bot.get("/users/@me").await.ok();
    bot.connects_as_library(&world).await.settles().await;
}
