//! Member lists: told by rows to those who look at them, and only to those who may.

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::support::{Guild, Person, Socket, World, text};

const UPDATE: &str = "CHATSPACE_MEMBER_LIST_UPDATE";
/// Longer than the server waits before it tells of a change.
const MOMENT: std::time::Duration = std::time::Duration::from_millis(900);

/// Ann's guild, with Bob and Cyd in it.
struct Scene {
    world: World,
    ann: Person,
    bob: Person,
    cyd: Person,
    guild: Guild,
}

impl Scene {
    async fn of(world: World) -> Self {
        let (ann, bob, cyd) = (world.person("ann").await, world.person("bob").await, world.person("cyd").await);
        let guild = ann.makes_guild("Tea friends").await;
        ann.lets_in(&guild, &[&bob, &cyd]).await;
        Self { world, ann, bob, cyd, guild }
    }
}

fn ask(guild: &Guild, ranges: &Value) -> Value {
    json!({"guild_id": guild.id, "channel_id": guild.channel, "ranges": ranges})
}

/// The rows of an update that begins at the top, as short words.
fn words(update: &Value) -> Vec<String> {
    let row = |item: &Value| match item.get("group") {
        Some(group) => format!("{} {}", text(&group["id"]), group["count"]),
        None => format!("{} {}", text(&item["member"]["user"]["username"]), text(&item["presence"]["status"])),
    };
    update["ranges"][0]["items"].as_array().expect("a list").iter().map(row).collect()
}

/// Waits for the update in which the rows are these.
async fn becomes(socket: &mut Socket, rows: &[&str]) -> Value {
    loop {
        let update = socket.event(UPDATE).await;
        if update["ranges"][0]["items"].is_array() && words(&update) == rows {
            return update;
        }
    }
}

async fn hears_nothing(socket: &mut Socket) {
    tokio::time::sleep(MOMENT).await;
    let before = socket.seen.len();
    let names = socket.names_since(before).await;
    assert!(!names.iter().any(|name| name == UPDATE), "{names:?}");
}

on_both_databases! {
    a_subscriber_receives_the_rows_and_their_changes,
    only_subscribed_rows_are_published,
    members_without_view_channel_receive_nothing_and_are_not_listed,
    a_resumed_session_ends_up_with_the_truth_unasked,
    in_a_large_guild_a_presence_is_published_to_subscribers,
    what_is_no_range_is_refused_and_ends_nothing,
}

async fn a_subscriber_receives_the_rows_and_their_changes(world: World) {
    let scene = Scene::of(world).await;
    let mut ann = scene.ann.connects().await;
    ann.sends(206, ask(&scene.guild, &json!([[0, 99]]))).await;
    let first = becomes(&mut ann, &["online 1", "ann online", "offline 2", "bob offline", "cyd offline"]).await;
    assert_eq!((&first["guild_id"], &first["channel_id"]), (&json!(scene.guild.id), &json!(scene.guild.channel)));
    assert_eq!((&first["member_count"], &first["online_count"], &first["row_count"]), (&json!(3), &json!(1), &json!(5)));
    assert_eq!(first["groups"], json!([{"id": "online", "count": 1}, {"id": "offline", "count": 2}]));
    let shown = &first["ranges"][0]["items"][1];
    assert_eq!((&shown["member"]["user"]["id"], &shown["presence"]["user"]["id"]), (&json!(scene.ann.id), &json!(scene.ann.id)));
    assert!(shown["member"]["joined_at"].is_string());

    let mut bob = scene.bob.connects().await;
    becomes(&mut ann, &["online 2", "ann online", "bob online", "offline 1", "cyd offline"]).await;
    bob.sends(3, json!({"status": "idle"})).await;
    becomes(&mut ann, &["online 2", "ann online", "bob idle", "offline 1", "cyd offline"]).await;
    scene.bob.patch(&format!("/guilds/{}/members/@me", scene.guild.id), &json!({"nick": "Aaron"})).await.ok();
    becomes(&mut ann, &["online 2", "bob idle", "ann online", "offline 1", "cyd offline"]).await;
    scene.cyd.delete(&format!("/users/@me/guilds/{}", scene.guild.id)).await.ok();
    becomes(&mut ann, &["online 2", "bob idle", "ann online"]).await;
    scene.ann.lets_in(&scene.guild, &[&scene.cyd]).await;
    becomes(&mut ann, &["online 2", "bob idle", "ann online", "offline 1", "cyd offline"]).await;

    ann.sends(206, json!({"guild_id": scene.guild.id, "channel_id": scene.guild.channel, "ranges": null})).await;
    ann.settles().await;
    bob.sends(3, json!({"status": "online"})).await;
    hears_nothing(&mut ann).await;
}

async fn only_subscribed_rows_are_published(world: World) {
    let scene = Scene::of(world).await;
    let mut ann = scene.ann.connects().await;
    ann.sends(206, ask(&scene.guild, &json!([[0, 1], [3, 3]]))).await;
    let first = becomes(&mut ann, &["online 1", "ann online"]).await;
    assert_eq!(
        (&first["ranges"][1]["first"], &first["ranges"][1]["items"][0]["member"]["user"]["username"]),
        (&json!(3), &json!("bob"))
    );
    scene.cyd.patch("/users/@me", &json!({"global_name": "Cy"})).await.ok();
    hears_nothing(&mut ann).await;
    scene.bob.patch("/users/@me", &json!({"global_name": "Bo"})).await.ok();
    let update = ann.event(UPDATE).await;
    assert_eq!((update["ranges"].as_array().map(Vec::len), &update["ranges"][0]["first"]), (Some(1), &json!(3)));
    let mut other = scene.ann.connects().await;
    let by_reference =
        json!({"guild_id": scene.guild.id, "channel_id": scene.guild.channel, "ranges": [[0, 9]], "by_reference": true});
    other.sends(206, by_reference).await;
    becomes(&mut other, &["online 1", "ann online", "offline 2", "bob offline", "cyd offline"]).await;
    let _cyd = scene.cyd.connects().await;
    let items = loop {
        let update = other.event(UPDATE).await;
        if update["online_count"] == 2 {
            break update["ranges"][0]["items"].clone();
        }
    };
    assert_eq!(items[0], json!({"group": {"id": "online", "count": 2}}));
    assert_eq!(items[1], json!({"same": {"first": 1, "count": 1}}));
    assert_eq!(items[2]["member"]["user"]["username"], "cyd");
    assert_eq!((&items[3]["group"]["id"], &items[4]), (&json!("offline"), &json!({"same": {"first": 3, "count": 1}})));
}

async fn members_without_view_channel_receive_nothing_and_are_not_listed(world: World) {
    let scene = Scene::of(world).await;
    let (mut ann, mut bob) = (scene.ann.connects().await, scene.bob.connects().await);
    for socket in [&mut ann, &mut bob] {
        socket.sends(206, ask(&scene.guild, &json!([[0, 99]]))).await;
    }
    becomes(&mut bob, &["online 2", "ann online", "bob online", "offline 1", "cyd offline"]).await;
    let hide = json!({"id": scene.bob.id, "type": 1, "allow": "0", "deny": "1024"});
    scene.ann.put(&format!("/channels/{}/permissions/{}", scene.guild.channel, scene.bob.id), &hide).await.ok();
    becomes(&mut ann, &["online 1", "ann online", "offline 1", "cyd offline"]).await;
    bob.event("CHANNEL_DELETE").await;
    let mut cyd = scene.cyd.connects().await;
    becomes(&mut ann, &["online 2", "ann online", "cyd online"]).await;
    hears_nothing(&mut bob).await;
    bob.sends(206, ask(&scene.guild, &json!([[0, 99]]))).await;
    hears_nothing(&mut bob).await;
    let dan = scene.world.person("dan").await;
    let mut dan = dan.connects().await;
    dan.sends(206, ask(&scene.guild, &json!([[0, 99]]))).await;
    hears_nothing(&mut dan).await;
    // Who sees it again asks again.
    scene.ann.delete(&format!("/channels/{}/permissions/{}", scene.guild.channel, scene.bob.id)).await.ok();
    bob.event("CHANNEL_CREATE").await;
    bob.sends(206, ask(&scene.guild, &json!([[0, 99]]))).await;
    becomes(&mut bob, &["online 3", "ann online", "bob online", "cyd online"]).await;
    cyd.settles().await;
}

async fn a_resumed_session_ends_up_with_the_truth_unasked(world: World) {
    let scene = Scene::of(world).await;
    let mut ann = scene.ann.connects().await;
    ann.sends(206, ask(&scene.guild, &json!([[0, 99]]))).await;
    becomes(&mut ann, &["online 1", "ann online", "offline 2", "bob offline", "cyd offline"]).await;
    let (session, seq) = ann.drops();
    tokio::time::sleep(MOMENT).await;
    let _bob = scene.bob.connects().await;
    let _cyd = scene.cyd.connects().await;
    tokio::time::sleep(MOMENT).await;
    let mut ann = Socket::resumed(&scene.world.address(), &scene.ann.token, &session, seq).await;
    becomes(&mut ann, &["online 3", "ann online", "bob online", "cyd online"]).await;
    scene.bob.patch("/users/@me", &json!({"global_name": "zoe"})).await.ok();
    becomes(&mut ann, &["online 3", "ann online", "cyd online", "bob online"]).await;
}

async fn in_a_large_guild_a_presence_is_published_to_subscribers(world: World) {
    let scene = Scene::of(world).await;
    let address = scene.world.address();
    let names: Vec<String> = (0..100).map(|n| format!("guest{n:03}")).collect();
    let mut guests = Vec::new();
    for some in names.chunks(4) {
        guests.extend(join_all(some.iter().map(|name| scene.world.person(name))).await);
    }
    let code = scene.ann.invites_to(&scene.guild).await;
    join_all(guests.iter().map(|guest| guest.joins(&code))).await;
    let mut looking = scene.ann.connects().await;
    let mut away = scene.ann.connects().await;
    let plain = json!({"token": scene.bob.token, "intents": 53_608_447, "properties": {}});
    let mut library = Socket::identified_as(&address, plain).await;
    looking.sends(206, ask(&scene.guild, &json!([[0, 9]]))).await;
    looking.event(UPDATE).await;
    let dan = &guests[99];
    let before = away.seen.len();
    let mut socket = dan.connects().await;
    let of_dan = |event: &Value| event["user"]["id"] == dan.id.as_str();
    while !of_dan(&library.event("PRESENCE_UPDATE").await) {}
    let update = loop {
        let update = looking.event(UPDATE).await;
        if update["online_count"] == 3 {
            break update;
        }
    };
    assert!(words(&update).contains(&"guest099 online".to_owned()), "{update}");
    // Now they are in view.
    socket.sends(3, json!({"status": "dnd"})).await;
    while !of_dan(&looking.event("PRESENCE_UPDATE").await) {}
    assert!(!away.names_since(before).await.contains(&"PRESENCE_UPDATE".to_owned()), "nobody is looked at there");
    let first = socket.seen.iter().find(|(name, _)| name == "GUILD_CREATE").expect("a guild").1.clone();
    assert_eq!(first["presences"], json!([]), "what is not kept current is not told");
}

async fn what_is_no_range_is_refused_and_ends_nothing(world: World) {
    let scene = Scene::of(world).await;
    let mut socket = scene.ann.connects().await;
    for bad in [json!([[0, 100]]), json!([[5, 4]]), json!([[0, 1], [2, 3], [4, 5], [6, 7]]), json!([[-1, 3]]), json!([[0]])] {
        socket.sends(206, ask(&scene.guild, &bad)).await;
        let told = socket.op(210).await["d"].clone();
        assert_eq!((&told["op"], &told["ok"], &told["code"]), (&json!(206), &json!(false), &json!(50035)), "{bad}");
    }
    let plain = json!({"token": scene.ann.token, "intents": 53_608_447, "properties": {}});
    let mut library = Socket::identified_as(&scene.world.address(), plain).await;
    library.sends(206, ask(&scene.guild, &json!([[0, 9]]))).await;
    assert_eq!(library.closed().await, 4001);
}
