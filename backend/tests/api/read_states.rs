//! How far one has read: the same on all devices, never back by itself, and right after everything that may happen to messages.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Guild, Person, Socket, Unread, World, id, last_id_before, text};

const ACK: &str = "CHATSPACE_MESSAGE_ACK";

/// Ann's guild, Bob in it since a second.
async fn friends(world: &World) -> (Person, Person, Guild) {
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let guild = ann.makes_guild("Tea friends").await;
    ann.lets_in(&guild, &[&bob]).await;
    world.pass(Duration::from_secs(1));
    (ann, bob, guild)
}

async fn says(person: &Person, channel: &str, words: &str) -> i64 {
    id(&person.says(channel, words).await["id"])
}

async fn acks(person: &Person, channel: &str, message: i64) {
    assert_eq!(person.post(&format!("/channels/{channel}/messages/{message}/ack"), &json!({})).await.status, 204);
}

async fn marks_unread(person: &Person, channel: &str, message: i64) {
    let path = format!("/channels/{channel}/messages/{message}/ack");
    assert_eq!(person.post(&path, &json!({"manual": true})).await.status, 204);
}

/// How a device that comes now is told that it is: read up to, and mentions since.
async fn at_first(person: &Person, channel: &str) -> Option<(i64, i64)> {
    let socket = person.connects().await;
    state(&socket.seen[0].1["chatspace"]["read_states"], channel)
}

fn state(states: &Value, channel: &str) -> Option<(i64, i64)> {
    let state = states.as_array().expect("a list").iter().find(|state| state["channel_id"] == channel)?;
    Some((id(&state["last_read_id"]), state["mention_count"].as_i64().expect("a number")))
}

/// What the next acknowledgement says of the channel.
async fn told(socket: &mut Socket, channel: &str) -> (i64, i64) {
    state(&socket.event(ACK).await["read_states"], channel).expect("it is about the channel")
}

async fn acks_heard(socket: &mut Socket) -> usize {
    socket.settles().await;
    socket.seen.iter().filter(|(name, _)| name == ACK).count()
}

on_both_databases! {
    three_devices_and_old_acknowledgements_never_go_back,
    what_is_acknowledged_survives_a_restart_and_needs_not_exist,
    mentions_are_counted_in_ready_and_live_on_every_device,
    an_own_message_reads_its_channel,
    what_is_marked_as_unread_counts_again,
    a_whole_guild_is_read_as_far_as_one_sees_it,
    the_last_message_is_right_after_deletions_too,
    a_deleted_mention_that_was_read_is_not_published,
    hidden_and_missing_channels_get_the_same_error,
    who_comes_again_has_read_what_was_there_before,
    in_a_dm_channel_every_message_of_others_counts,
    in_a_group_what_is_from_before_one_came_is_read,
    what_is_of_somebody_blocked_does_not_count_while_they_are,
    only_clients_with_extensions_receive_it,
}

async fn three_devices_and_old_acknowledgements_never_go_back(world: World) {
    let (ann, bob, guild) = friends(&world).await;
    let mut said = Vec::new();
    for n in 0..12 {
        said.push(says(&ann, &guild.channel, &n.to_string()).await);
    }
    let mut devices = [bob.connects().await, bob.connects().await, bob.connects().await];
    let mut furthest = 0;
    for (turn, at) in [3, 1, 7, 7, 0, 5, 9, 2, 8, 11, 4].into_iter().enumerate() {
        let d = json!({"nonce": turn, "channel_id": guild.channel, "message_id": said[at].to_string()});
        let device = &mut devices[turn % 3];
        device.sends(204, d).await;
        let result = device.op(210).await;
        assert_eq!(
            (&result["d"]["ok"], &result["d"]["data"], &result["d"]["nonce"]),
            (&json!(true), &Value::Null, &json!(turn.to_string()))
        );
        if at > furthest || turn == 0 {
            furthest = at;
            for device in &mut devices {
                assert_eq!(told(device, &guild.channel).await, (said[at], 0));
            }
        }
        assert_eq!(at_first(&bob, &guild.channel).await, Some((said[furthest], 0)));
    }
    for device in &mut devices {
        assert_eq!(acks_heard(device).await, 4, "what changes nothing is not told");
    }
}

async fn what_is_acknowledged_survives_a_restart_and_needs_not_exist(world: World) {
    let mut world = world;
    let (ann, bob, guild) = friends(&world).await;
    let first = says(&ann, &guild.channel, "one").await;
    let second = says(&ann, &guild.channel, "two").await;
    acks(&bob, &guild.channel, first + 1).await;
    assert_eq!(at_first(&bob, &guild.channel).await, Some((first + 1, 0)));
    acks(&bob, &guild.channel, i64::MAX).await;
    world.restart().await;
    assert_eq!(at_first(&bob.at(&world), &guild.channel).await, Some((second, 0)), "not past the last message");
    let third = says(&ann.at(&world), &guild.channel, "three").await;
    assert!(third > second);
    assert_eq!(at_first(&bob.at(&world), &guild.channel).await, Some((second, 0)));
}

async fn mentions_are_counted_in_ready_and_live_on_every_device(world: World) {
    let (ann, bob, guild) = friends(&world).await;
    assert_eq!(at_first(&bob, &guild.channel).await, None, "who has just come has nothing to read");
    let mut phone = bob.connects().await;
    let mut folded = Unread::default();
    says(&ann, &guild.channel, &format!("<@{}>", bob.id)).await;
    says(&ann, &guild.channel, "no mention").await;
    let last = says(&ann, &guild.channel, &format!("<@{}> @everyone", bob.id)).await;
    folded.catches_up(&mut phone).await;
    assert_eq!(folded.of(&guild.channel).1, 2, "a message counts once");
    let mut desk = bob.connects().await;
    assert_eq!(state(&desk.seen[0].1["chatspace"]["read_states"], &guild.channel).map(|state| state.1), Some(2));
    acks(&bob, &guild.channel, last).await;
    assert_eq!(told(&mut phone, &guild.channel).await, (last, 0));
    assert_eq!(told(&mut desk, &guild.channel).await, (last, 0));
    assert_eq!(at_first(&bob, &guild.channel).await, Some((last, 0)));
}

async fn an_own_message_reads_its_channel(world: World) {
    let (ann, bob, guild) = friends(&world).await;
    let mut phone = bob.connects().await;
    let mut folded = Unread::default();
    says(&ann, &guild.channel, &format!("<@{}>", bob.id)).await;
    let own = says(&bob, &guild.channel, "here I am").await;
    folded.catches_up(&mut phone).await;
    assert_eq!(folded.of(&guild.channel), (own, 0));
    assert_eq!(at_first(&bob, &guild.channel).await, Some((own, 0)));
    assert_eq!(acks_heard(&mut phone).await, 0, "the message says it itself");
}

async fn what_is_marked_as_unread_counts_again(world: World) {
    let (ann, bob, guild) = friends(&world).await;
    let before = says(&ann, &guild.channel, "before").await;
    let from = says(&ann, &guild.channel, &format!("<@{}>", bob.id)).await;
    let last = says(&ann, &guild.channel, &format!("<@{}>", bob.id)).await;
    acks(&bob, &guild.channel, last).await;
    let mut phone = bob.connects().await;
    marks_unread(&bob, &guild.channel, from).await;
    assert_eq!(told(&mut phone, &guild.channel).await, (before, 2));
    assert_eq!(at_first(&bob, &guild.channel).await, Some((before, 2)));
    marks_unread(&bob, &guild.channel, from).await;
    marks_unread(&bob, &guild.channel, before).await;
    let (read, count) = told(&mut phone, &guild.channel).await;
    assert!(read < before && count == 2, "also from the first message on");
    acks(&bob, &guild.channel, from).await;
    assert_eq!(told(&mut phone, &guild.channel).await, (from, 1));
}

async fn a_whole_guild_is_read_as_far_as_one_sees_it(world: World) {
    let (ann, bob, guild) = friends(&world).await;
    let (other, hidden) = (ann.makes_channel(&guild, "other").await, ann.makes_channel(&guild, "hidden").await);
    let deny = json!({"type": 1, "deny": "1024"});
    ann.put(&format!("/channels/{hidden}/permissions/{}", bob.id), &deny).await.ok();
    let first = says(&ann, &guild.channel, &format!("<@{}>", bob.id)).await;
    let second = says(&ann, &other, "@everyone").await;
    says(&ann, &hidden, "@everyone").await;
    let mut phone = bob.connects().await;
    assert_eq!(bob.post(&format!("/guilds/{}/ack", guild.id), &json!({})).await.status, 204);
    let states = phone.event(ACK).await["read_states"].clone();
    assert_eq!(
        (state(&states, &guild.channel), state(&states, &other), state(&states, &hidden)),
        (Some((first, 0)), Some((second, 0)), None)
    );
    assert_eq!(bob.post(&format!("/guilds/{}/ack", guild.id), &json!({})).await.status, 204);
    assert_eq!(acks_heard(&mut phone).await, 1, "twice is as good as once");
    ann.delete(&format!("/channels/{hidden}/permissions/{}", bob.id)).await.ok();
    assert_eq!(told(&mut phone, &hidden).await.1, 1, "what comes in sight is told, and had not been read");
    world
        .stranger()
        .with_token(&world.person("eve").await.token)
        .post(&format!("/guilds/{}/ack", guild.id), &json!({}))
        .await
        .refused(404, 10004);
}

async fn the_last_message_is_right_after_deletions_too(world: World) {
    let mut world = world;
    let (ann, bob, guild) = friends(&world).await;
    let first = says(&ann, &guild.channel, "one").await;
    let second = says(&ann, &guild.channel, &format!("<@{}>", bob.id)).await;
    let mut phone = bob.connects().await;
    let path = |message: i64| format!("/channels/{}/messages/{message}", guild.channel);
    ann.delete(&path(second)).await.ok();
    assert_eq!(phone.event("MESSAGE_DELETE").await["chatspace"]["last_message_id"], first.to_string());
    assert_eq!(told(&mut phone, &guild.channel).await.1, 0, "nobody is mentioned any more");
    let shown = bob.get(&format!("/channels/{}", guild.channel)).await.ok();
    assert_eq!(shown["last_message_id"], first.to_string());
    ann.delete(&path(first)).await.ok();
    assert_eq!(phone.event("MESSAGE_DELETE").await["chatspace"]["last_message_id"], Value::Null);
    assert_eq!(bob.get(&format!("/channels/{}", guild.channel)).await.ok()["last_message_id"], Value::Null);
    acks(&bob, &guild.channel, second).await;
    world.restart().await;
    assert_eq!(bob.at(&world).get(&format!("/channels/{}", guild.channel)).await.ok()["last_message_id"], Value::Null);
}

async fn a_deleted_mention_that_was_read_is_not_published(world: World) {
    let (ann, bob, guild) = friends(&world).await;
    let mention = says(&ann, &guild.channel, &format!("<@{}>", bob.id)).await;
    acks(&bob, &guild.channel, mention).await;
    let mut phone = bob.connects().await;
    ann.delete(&format!("/channels/{}/messages/{mention}", guild.channel)).await.ok();
    assert_eq!(acks_heard(&mut phone).await, 0);
}

async fn hidden_and_missing_channels_get_the_same_error(world: World) {
    let (ann, bob, guild) = friends(&world).await;
    let eve = world.person("eve").await;
    let said = says(&ann, &guild.channel, "secret").await;
    ann.put(&format!("/channels/{}/permissions/{}", guild.channel, bob.id), &json!({"type": 1, "deny": "1024"})).await.ok();
    let hidden = format!("/channels/{}/messages/{said}/ack", guild.channel);
    let nowhere = format!("/channels/{said}/messages/{said}/ack");
    for person in [&bob, &eve] {
        for body in [json!({}), json!({"manual": true})] {
            let first = person.post(&hidden, &body).await.refused(404, 10003);
            assert_eq!(first, person.post(&nowhere, &body).await.refused(404, 10003));
        }
    }
    let mut socket = bob.connects().await;
    for channel in [guild.channel.clone(), said.to_string()] {
        socket.sends(204, json!({"nonce": "n", "channel_id": channel, "message_id": said.to_string()})).await;
        let d = socket.op(210).await["d"].clone();
        assert_eq!((&d["ok"], &d["status"], &d["code"]), (&json!(false), &json!(404), &json!(10003)));
    }
    socket.sends(204, json!({"channel_id": guild.channel, "message_id": said.to_string()})).await;
    socket.settles().await;
    assert_eq!(at_first(&bob, &guild.channel).await, None, "without a nonce nothing is answered, and nothing is done");
}

async fn who_comes_again_has_read_what_was_there_before(world: World) {
    let (ann, bob, guild) = friends(&world).await;
    let code = ann.invites_to(&guild).await;
    says(&ann, &guild.channel, &format!("<@{}>", bob.id)).await;
    assert_eq!(at_first(&bob, &guild.channel).await.map(|state| state.1), Some(1));
    bob.delete(&format!("/users/@me/guilds/{}", guild.id)).await.ok();
    assert_eq!(at_first(&bob, &guild.channel).await, None);
    world.pass(Duration::from_secs(1));
    let floor = last_id_before(world.clock.now().as_ms());
    bob.joins(&code).await;
    world.pass(Duration::from_secs(1));
    assert!(at_first(&bob, &guild.channel).await.is_none_or(|state| state == (floor, 0)));
    let last = says(&ann, &guild.channel, "@everyone").await;
    assert_eq!(at_first(&bob, &guild.channel).await, Some((floor, 1)));
    marks_unread(&bob, &guild.channel, 1).await;
    acks(&bob, &guild.channel, last).await;
    marks_unread(&bob, &guild.channel, 1).await;
    assert_eq!(at_first(&bob, &guild.channel).await, Some((floor, 1)), "nobody goes back behind their coming");
}

async fn in_a_dm_channel_every_message_of_others_counts(world: World) {
    let (ann, bob, _) = friends(&world).await;
    let dm = text(&ann.post("/users/@me/channels", &json!({"recipient_id": bob.id})).await.ok()["id"]);
    let mut phone = bob.connects().await;
    let mut folded = Unread::default();
    let first = says(&ann, &dm, "hello").await;
    says(&ann, &dm, "are you there?").await;
    folded.catches_up(&mut phone).await;
    assert_eq!(folded.of(&dm).1, 2);
    assert_eq!(at_first(&bob, &dm).await.map(|state| state.1), Some(2));
    assert_eq!(at_first(&ann, &dm).await.map(|state| state.1), Some(0));
    ann.delete(&format!("/channels/{dm}/messages/{first}")).await.ok();
    folded.catches_up(&mut phone).await;
    assert_eq!(folded.of(&dm).1, 1);
    bob.delete(&format!("/channels/{dm}")).await.ok();
    assert_eq!(at_first(&bob, &dm).await, None, "what is closed is not shown");
    says(&ann, &dm, "still there?").await;
    folded.catches_up(&mut phone).await;
    assert_eq!(folded.of(&dm).1, 2, "what is opened again has what was not read before");
    assert_eq!(at_first(&bob, &dm).await.map(|state| state.1), Some(2));
}

async fn in_a_group_what_is_from_before_one_came_is_read(world: World) {
    let (ann, bob, guild) = friends(&world).await;
    let (cyd, dan) = (world.person("cyd").await, world.person("dan").await);
    ann.lets_in(&guild, &[&cyd, &dan]).await;
    let group = text(&ann.post("/users/@me/channels", &json!({"recipients": [bob.id, cyd.id]})).await.ok()["id"]);
    let mut bobs = bob.connects().await;
    let mut dans = dan.connects().await;
    let (mut of_bob, mut of_dan) = (Unread::default(), Unread::default());
    says(&ann, &group, "hello").await;
    world.pass(Duration::from_secs(1));
    ann.put(&format!("/channels/{group}/recipients/{}", dan.id), &json!({})).await.ok();
    world.pass(Duration::from_secs(1));
    says(&cyd, &group, "hello dan").await;
    of_bob.catches_up(&mut bobs).await;
    of_dan.catches_up(&mut dans).await;
    assert_eq!(at_first(&bob, &group).await, Some(of_bob.of(&group)));
    assert_eq!(of_bob.of(&group).1, 3, "two messages, and that somebody was added");
    let (read, count) = at_first(&dan, &group).await.expect("it is told");
    assert_eq!((count, of_dan.of(&group).1), (2, 2));
    assert!(read > of_dan.of(&group).0, "behind the message from before");
}

async fn what_is_of_somebody_blocked_does_not_count_while_they_are(world: World) {
    let (ann, bob, guild) = friends(&world).await;
    says(&ann, &guild.channel, "@everyone").await;
    let mut phone = bob.connects().await;
    let mut folded = Unread::default();
    bob.put(&format!("/users/@me/blocks/{}", ann.id), &json!({})).await.ok();
    says(&ann, &guild.channel, &format!("<@{}>", bob.id)).await;
    folded.catches_up(&mut phone).await;
    assert_eq!(folded.of(&guild.channel).1, 0);
    assert!(at_first(&bob, &guild.channel).await.is_none_or(|state| state.1 == 0));
    bob.delete(&format!("/users/@me/blocks/{}", ann.id)).await.ok();
    folded.catches_up(&mut phone).await;
    assert_eq!(folded.of(&guild.channel).1, 2);
    assert_eq!(at_first(&bob, &guild.channel).await.map(|state| state.1), Some(2));
}

async fn only_clients_with_extensions_receive_it(world: World) {
    let (ann, bob, guild) = friends(&world).await;
    let identify = json!({"token": bob.token, "intents": 53_608_447});
    let mut plain = Socket::identified_as(&world.address(), identify).await;
    assert!(plain.seen[0].1.get("chatspace").is_none());
    let said = says(&ann, &guild.channel, "hello").await;
    acks(&bob, &guild.channel, said).await;
    assert_eq!(acks_heard(&mut plain).await, 0);
}
