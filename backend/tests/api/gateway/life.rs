//! How sessions live and end: log-out, tokens that run out, the server that stops; and that nothing happens unseen.

use std::time::Duration;

use serde_json::{Value, json};

use super::{Scene, contents, without_view};
use crate::support::{Socket, World, text};

#[actix_web::test]
async fn clients_are_asked_to_reconnect_when_the_server_stops() {
    let Scene { mut world, ann, bob, .. } = Scene::new().await;
    let mut socket = ann.connects().await;
    let mut unknown = Socket::open(&world.address()).await;
    let watch = async {
        assert_eq!(socket.op(7).await["d"], Value::Null);
        assert_eq!(socket.closed().await, 1012);
        assert_eq!(unknown.closed().await, 1012);
    };
    let started = std::time::Instant::now();
    futures_util::future::join(watch, world.stop()).await;
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    world.start().await;
    let mut gone = Socket::resumed(&world.address(), &ann.token, &socket.session, socket.seq).await;
    assert_eq!(gone.op(9).await["d"], false, "sessions do not survive the process");
    bob.at(&world).connects().await;
}

fn named(channels: &[Value]) -> std::collections::BTreeMap<String, String> {
    channels.iter().map(|channel| (text(&channel["id"]), text(&channel["name"]))).collect()
}

on_both_databases! {
    signing_out_closes_the_sockets_of_the_session_at_once,
    a_client_is_warned_before_its_token_ends_and_may_renew_it,
    whoever_joins_and_leaves_hears_exactly_that_long,
    only_those_who_may_view_a_channel_hear_of_it,
    intents_filter,
    ready_and_the_events_after_it_agree_with_rest,
}

async fn signing_out_closes_the_sockets_of_the_session_at_once(world: World) {
    let scene = Scene::of(world).await;
    let mut first = scene.ann.connects().await;
    let mut second = scene.ann.connects().await;
    let mut other = scene.bob.connects().await;
    scene.ann.post("/auth/logout", &json!({"refresh_token": scene.ann.refresh_token})).await;
    assert_eq!(first.closed().await, 4004);
    assert_eq!(second.closed().await, 4004);
    assert_eq!(scene.resumes(&scene.ann, &first.session, first.seq).await.op(9).await["d"], false);
    let mut socket = Socket::open(&scene.world.address()).await;
    socket.sends(2, json!({"token": scene.ann.token})).await;
    assert_eq!(socket.closed().await, 4004);
    other.settles().await;
}

async fn a_client_is_warned_before_its_token_ends_and_may_renew_it(world: World) {
    let scene = Scene::of(world).await;
    let mut socket = scene.ann.connects().await;
    let mut careless = scene.ann.connects().await;
    for _ in 0..9 {
        scene.world.pass(Duration::from_mins(1));
        socket.settles().await;
        careless.settles().await;
    }
    assert!(socket.op(211).await["d"]["expires_in"].as_u64().is_some_and(|seconds| seconds <= 60));
    let pair = scene.ann.post("/auth/refresh", &json!({"refresh_token": scene.ann.refresh_token})).await.ok();
    let renewed = scene.ann.with_token(&text(&pair["access_token"]));
    socket.sends(205, json!({"nonce": "r1", "token": scene.bob.token})).await;
    assert_eq!(socket.op(210).await["d"]["status"], 401, "another's token renews nothing");
    socket.sends(205, json!({"nonce": "r2", "token": renewed.token})).await;
    assert_eq!(socket.op(210).await["d"], json!({"nonce": "r2", "op": 205, "ok": true, "data": null}));
    scene.passes(Duration::from_secs(61)).await;
    assert_eq!(careless.closed().await, 4100);
    socket.settles().await;
    let mut resumed = scene.resumes(&renewed, &careless.session, careless.seq).await;
    resumed.event("RESUMED").await;
}

async fn whoever_joins_and_leaves_hears_exactly_that_long(world: World) {
    let scene = Scene::of(world).await;
    let cyd = scene.world.person("cyd").await;
    let mut socket = cyd.connects().await;
    scene.ann.says(&scene.guild.channel, "before").await;
    scene.ann.lets_in(&scene.guild, &[&cyd]).await;
    let told = socket.event("GUILD_CREATE").await;
    assert_eq!(told["id"], scene.guild.id.as_str());
    scene.ann.says(&scene.guild.channel, "while").await;
    assert_eq!(socket.event("MESSAGE_CREATE").await["content"], "while");
    scene.ann.delete(&format!("/guilds/{}/members/{}", scene.guild.id, cyd.id)).await.ok();
    assert_eq!(socket.event("GUILD_DELETE").await["id"], scene.guild.id.as_str());
    scene.ann.says(&scene.guild.channel, "after").await;
    socket.settles().await;
    assert_eq!(contents(&socket), ["while"]);
}

async fn only_those_who_may_view_a_channel_hear_of_it(world: World) {
    let scene = Scene::of(world).await;
    let secret = scene.ann.makes_channel(&scene.guild, "plans").await;
    let mut ann = scene.ann.connects().await;
    let mut bob = scene.bob.connects().await;
    let path = format!("/channels/{secret}/permissions/{}", scene.guild.id);
    scene.ann.put(&path, &without_view(&scene.guild)).await.ok();
    scene.ann.says(&secret, "psst").await;
    scene.ann.post(&format!("/channels/{secret}/typing"), &json!({})).await.ok();
    scene.ann.delete(&path).await.ok();
    scene.ann.says(&secret, "hello all").await;
    ann.settles().await;
    assert_eq!(contents(&ann), ["psst", "hello all"]);
    bob.settles().await;
    assert_eq!(contents(&bob), ["hello all"]);
    let typing = |socket: &Socket| socket.seen.iter().any(|(name, _)| name == "TYPING_START");
    assert!(!typing(&bob) && !typing(&ann), "one who types is not told, and nobody else may see it");
}

async fn intents_filter(world: World) {
    let scene = Scene::of(world).await;
    let address = scene.world.address();
    let mut all = scene.bob.connects().await;
    let mut some = Socket::identified_as(&address, json!({"token": scene.bob.token, "intents": 1})).await;
    scene.ann.says(&scene.guild.channel, "hi").await;
    scene.ann.makes_channel(&scene.guild, "more").await;
    all.event("CHANNEL_CREATE").await;
    some.event("CHANNEL_CREATE").await;
    all.settles().await;
    some.settles().await;
    assert_eq!((contents(&all).len(), contents(&some).len()), (1, 0));
}

async fn ready_and_the_events_after_it_agree_with_rest(world: World) {
    let scene = Scene::of(world).await;
    let changes = async {
        let mut channels = Vec::new();
        for n in 0..40 {
            channels.push(scene.ann.makes_channel(&scene.guild, &format!("c{n}")).await);
            if n % 2 == 1 {
                scene.ann.patch(&format!("/channels/{}", channels[n]), &json!({"name": format!("renamed{n}")})).await.ok();
            }
            if n % 3 == 2 {
                scene.ann.delete(&format!("/channels/{}", channels[n - 1])).await.ok();
            }
        }
    };
    let watching = async {
        let mut sockets = Vec::new();
        for _ in 0..9 {
            sockets.push(scene.bob.connects().await);
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
        sockets
    };
    let ((), sockets) = futures_util::future::join(changes, watching).await;
    let truth = named(scene.bob.get(&format!("/guilds/{}/channels", scene.guild.id)).await.ok().as_array().expect("a list"));
    for mut socket in sockets {
        socket.settles().await;
        let mut channels = std::collections::BTreeMap::new();
        for (name, told) in &socket.seen {
            match name.as_str() {
                "GUILD_CREATE" => channels.extend(named(told["channels"].as_array().expect("a list"))),
                "CHANNEL_CREATE" | "CHANNEL_UPDATE" => channels.extend(named(std::slice::from_ref(told))),
                "CHANNEL_DELETE" => drop(channels.remove(&text(&told["id"]))),
                _ => {}
            }
        }
        assert_eq!(channels, truth);
    }
}
