//! The clock on the wall is set while the server runs, or was wrong when it started. Durations do not know, and what is stored tells when
//! something was.

use std::time::Duration;

use chatspace::kernel::{MessageId, Timestamp};
use serde_json::{Value, json};

use crate::{
    accounts_second_factor::enrol,
    support::{Person, World, text},
};

const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);

/// Somebody sets the clock; waits until the server has noticed, and so has looked at everything that it looks at by the second.
async fn is_set(world: &World, to: Timestamp) {
    let watch = &world.running().state().clock_watch;
    let before = watch.last_jump();
    world.clock.set(to);
    while watch.last_jump() == before {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Starts anew with the limits that hold by default.
async fn with_limits(world: &mut World) {
    world.sets("RATE_LIMITS", "default");
    world.restart().await;
}

/// Signs in; the status.
async fn signs_in(world: &World, body: Value) -> u16 {
    world.stranger().post("/auth/login", &body).await.status.as_u16()
}

fn password(name: &str) -> Value {
    json!({"email": format!("{name}@example.org"), "password": crate::support::PASSWORD})
}

fn time(value: &Value) -> Timestamp {
    text(value).parse().expect("a time")
}

/// How often somebody is mentioned in a channel since they came.
async fn mentions(person: &Person, channel: &str) -> i64 {
    let socket = person.connects().await;
    let (_, ready) = &socket.seen[0];
    let states = ready["chatspace"]["read_states"].as_array().expect("a list");
    states
        .iter()
        .find(|state| state["channel_id"] == channel)
        .map_or(0, |state| state["mention_count"].as_i64().expect("a number"))
}

on_both_databases! {
    when_the_clock_is_set_back_by_an_hour_everybody_stays_and_nobody_waits_for_it,
    when_the_clock_is_set_forward_no_socket_closes_and_a_lost_session_is_resumed,
    what_was_made_while_the_clock_was_days_ahead_holds_nobody_after_it_is_right,
    where_no_message_was_sent_while_the_clock_was_ahead_a_restart_heals_the_ids,
    messages_that_a_wrong_clock_dated_are_dated_anew_in_their_order,
    a_code_and_a_password_are_taken_after_the_clock_was_ahead,
    a_password_that_was_shown_before_the_clock_was_set_back_is_not_fresh_for_an_hour,
    a_spent_refresh_token_is_not_good_for_an_hour_because_the_clock_was_set_back,
    a_time_that_is_taken_can_be_stored_and_shown_and_one_beyond_the_bounds_is_refused,
    a_clock_that_was_set_is_reported_to_the_operator,
}

async fn when_the_clock_is_set_back_by_an_hour_everybody_stays_and_nobody_waits_for_it(world: World) {
    let mut world = world;
    with_limits(&mut world).await;
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let mut socket = ann.connects().await;
    for _ in 0..5 {
        ann.says(&guild.channel, "hello").await;
        assert_eq!(signs_in(&world, password("ann")).await, 200);
    }
    is_set(&world, world.clock.now().before(HOUR)).await;
    assert_eq!(ann.get("/users/@me").await.status, 200);
    socket.settles().await;
    assert_eq!(signs_in(&world, password("ann")).await, 200);
    // What is a matter of seconds is over in seconds.
    world.pass(Duration::from_secs(5));
    ann.says(&guild.channel, "hello").await;
    socket.event("MESSAGE_CREATE").await;
    let renewed = world.stranger().post("/auth/refresh", &json!({"refresh_token": ann.refresh_token})).await.ok();
    assert_eq!(ann.with_token(&text(&renewed["access_token"])).get("/users/@me").await.status, 200);
    // No token lives longer for it.
    world.pass(Duration::from_mins(15));
    ann.get("/users/@me").await.refused(401, 0);
    socket.closed().await;
}

async fn when_the_clock_is_set_forward_no_socket_closes_and_a_lost_session_is_resumed(world: World) {
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let (mut stays, goes) = (ann.connects().await, ann.connects().await);
    let (session, seq) = goes.drops();
    for ahead in [HOUR, DAY, 20 * DAY] {
        is_set(&world, world.clock.now().after(ahead)).await;
        stays.settles().await;
        assert_eq!(ann.get("/users/@me").await.status, 200, "{ahead:?}");
    }
    ann.says(&guild.channel, "hello").await;
    let mut back = crate::support::Socket::resumed(&ann.address, &ann.token, &session, seq).await;
    assert_eq!(back.event("MESSAGE_CREATE").await["content"], "hello");
    back.event("RESUMED").await;
    let renewed = world.stranger().post("/auth/refresh", &json!({"refresh_token": ann.refresh_token})).await;
    assert_eq!(renewed.status, 200);
}

async fn what_was_made_while_the_clock_was_days_ahead_holds_nobody_after_it_is_right(world: World) {
    let mut world = world;
    let right = world.clock.now();
    world.clock.set(right.after(3 * DAY));
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    ann.patch(&format!("/channels/{}", guild.channel), &json!({"rate_limit_per_user": 10})).await.ok();
    let early = world.person("early").await;
    ann.lets_in(&guild, &[&early]).await;
    early.says(&guild.channel, "one").await;
    ann.says(&guild.channel, "@everyone before bob joined").await;
    world.clock.set(right);
    world.restart().await;
    let (ann, early) = (ann.at(&world).comes_back().await, early.at(&world).comes_back().await);
    assert_eq!(mentions(&early, &guild.channel).await, 1);
    early.says(&guild.channel, "slow mode is over").await;
    let bob = world.person("bob").await;
    ann.lets_in(&guild, &[&bob]).await;
    assert_eq!(mentions(&bob, &guild.channel).await, 0);
    let said = ann.says(&guild.channel, "@everyone since").await;
    assert_eq!((mentions(&bob, &guild.channel).await, mentions(&early, &guild.channel).await), (1, 1));
    // Times are those of the clock and not of the ids, in each place that shows them.
    let now = world.clock.now();
    let page = bob.get(&format!("/channels/{}/messages?limit=1", guild.channel)).await.ok();
    let sessions = bob.get("/auth/sessions").await.ok();
    let profile = ann.get(&format!("/users/{}/profile", bob.id)).await.ok();
    let account = world.console().get("/chatspace/admin/users?query=bob").await.ok();
    for shown in [&said["timestamp"], &page[0]["timestamp"], &sessions[0]["created_at"], &account[0]["created_at"]] {
        assert!(time(shown).distance(now) < HOUR, "{shown} {now}");
    }
    let of_profile = profile.pointer("/chatspace/created_at").or(profile.get("created_at")).expect("a time");
    assert!(time(of_profile).distance(now) < HOUR, "{profile}");
    let history = ann.reads(&guild.channel).await;
    assert_eq!(history[0], "@everyone since", "the order is that in which they were sent");
}

async fn where_no_message_was_sent_while_the_clock_was_ahead_a_restart_heals_the_ids(world: World) {
    let mut world = world;
    let right = world.clock.now();
    world.clock.set(right.after(3 * DAY));
    let ann = world.person("ann").await;
    world.clock.set(right);
    assert!(world.running().state().ids.ahead() > 2 * DAY);
    world.restart().await;
    assert_eq!(world.running().state().ids.ahead(), Duration::ZERO);
    let ann = ann.at(&world).comes_back().await;
    let guild = ann.makes_guild("Tea friends").await;
    let said = ann.says(&guild.channel, "hello").await;
    let id: i64 = text(&said["id"]).parse().expect("an id");
    assert!(id < ann.id.parse().expect("an id"));
    // What is made until the clock comes to the ids from before is made by another node, so none can come again.
    assert_eq!(id >> 12 & 1023, 1023);
}

async fn messages_that_a_wrong_clock_dated_are_dated_anew_in_their_order(world: World) {
    let mut world = world;
    let right = world.clock.now();
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let first = ann.says(&guild.channel, "first").await;
    world.clock.set(right.after(3 * DAY));
    let bob = world.person("bob").await;
    ann.lets_in(&guild, &[&bob]).await;
    let ahead = ann.says(&guild.channel, "@everyone ahead").await;
    let reply = json!({"content": "an answer", "message_reference": {"message_id": ahead["id"]}});
    bob.post(&format!("/channels/{}/messages", guild.channel), &reply).await.ok();
    let thumb = format!("/channels/{}/messages/{}/reactions/%F0%9F%91%8D/@me", guild.channel, text(&ahead["id"]));
    assert_eq!(bob.put(&thumb, &json!({})).await.status, 204);
    world.clock.set(right);
    world.stop().await;
    assert!(world.repairs_ids().await > 0);
    world.start().await;
    assert_eq!(world.running().state().ids.ahead(), Duration::ZERO);
    let (ann, bob) = (ann.at(&world).comes_back().await, bob.at(&world).comes_back().await);
    ann.says(&guild.channel, "@everyone last").await;
    assert_eq!(mentions(&bob, &guild.channel).await, 1, "what was read stays read");
    let page = ann.get(&format!("/channels/{}/messages?limit=100", guild.channel)).await.ok();
    let page = page.as_array().expect("a list");
    let texts: Vec<_> = page.iter().map(|message| text(&message["content"])).filter(|text| !text.is_empty()).collect();
    assert_eq!(texts, ["@everyone last", "an answer", "@everyone ahead", "first"]);
    let answer = page.iter().find(|message| message["content"] == "an answer").expect("it is there");
    assert_eq!(answer["referenced_message"]["content"], "@everyone ahead");
    let dated_anew = format!("/channels/{}/messages/{}", guild.channel, text(&answer["referenced_message"]["id"]));
    assert_eq!(bob.get(&dated_anew).await.ok()["reactions"][0]["me"], true, "reactions go with their message");
    let ids: Vec<MessageId> = page.iter().map(|message| text(&message["id"]).parse().expect("an id")).collect();
    assert!(ids.is_sorted_by(|newer, older| newer > older));
    assert_eq!(page.last().expect("one")["id"], first["id"], "what was dated right stays as it is");
    for message in page {
        assert!(time(&message["timestamp"]).distance(right) < HOUR, "{message}");
    }
    world.stop().await;
    assert_eq!(world.repairs_ids().await, 0);
}

async fn a_code_and_a_password_are_taken_after_the_clock_was_ahead(world: World) {
    let ann = world.person("alice").await;
    let app = enrol(&world, &ann).await;
    let right = world.clock.now();
    world.clock.set(right.after(DAY));
    let with_code = |world: &World| {
        let mut body = password("alice");
        body["code"] = json!(app.code(world));
        body
    };
    assert_eq!(signs_in(&world, with_code(&world)).await, 200);
    world.clock.set(right);
    world.pass(Duration::from_mins(1));
    assert_eq!(signs_in(&world, with_code(&world)).await, 200, "a step from the future is none that was used");
    assert_eq!(signs_in(&world, with_code(&world)).await, 400, "and once used it stays used");
}

async fn a_password_that_was_shown_before_the_clock_was_set_back_is_not_fresh_for_an_hour(world: World) {
    let ann = world.person("ann").await;
    ann.post("/auth/totp", &json!({})).await.ok();
    world.clock.set(world.clock.now().before(HOUR));
    ann.post("/auth/totp", &json!({})).await.refused(403, 200_001);
    ann.post("/auth/reauthenticate", &json!({"password": crate::support::PASSWORD})).await;
    ann.post("/auth/totp", &json!({})).await.ok();
}

async fn a_spent_refresh_token_is_not_good_for_an_hour_because_the_clock_was_set_back(world: World) {
    let ann = world.person("ann").await;
    let refreshes = || async { world.stranger().post("/auth/refresh", &json!({"refresh_token": ann.refresh_token})).await };
    refreshes().await.ok();
    assert_eq!(refreshes().await.status, 200, "within ten seconds the same is answered");
    world.clock.set(world.clock.now().before(HOUR));
    assert_eq!(refreshes().await.status, 401);
}

async fn a_time_that_is_taken_can_be_stored_and_shown_and_one_beyond_the_bounds_is_refused(world: World) {
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let mutes = format!("/users/@me/notification-settings/{}", guild.id);
    let muted = |until: &str| json!({"muted": true, "muted_until": until});
    let status = |until: &str| json!({"custom_status": "tea", "custom_status_expires_at": until});
    for good in ["9999-12-31T23:59:59.999999+00:00", "9999-12-31T00:00:00-23:59", "9999-12-31T23:59:59+23:59"] {
        let until: Timestamp = good.parse().expect("a time");
        assert_eq!(time(&ann.put(&mutes, &muted(good)).await.ok()["muted_until"]), until);
        ann.patch("/users/@me", &status(good)).await.ok();
        let me = ann.get("/users/@me").await.ok();
        assert!(me.to_string().contains(&until.to_string()), "{me}");
    }
    for bad in ["9999-12-31T23:59:59-23:59", "9999-12-31T23:59:59-00:01", "+10000-01-01T00:00:00Z", "-0001-01-01T00:00:00Z"] {
        ann.put(&mutes, &muted(bad)).await.refused(400, 50035);
        ann.patch("/users/@me", &status(bad)).await.refused(400, 50035);
    }
    ann.put(&mutes, &muted("0000-01-01T00:00:00+23:59")).await.refused(400, 50035);
    assert_eq!(ann.connects().await.seen[0].0, "READY");
}

async fn a_clock_that_was_set_is_reported_to_the_operator(world: World) {
    let status = world.console().get("/chatspace/admin/status").await.ok();
    assert_eq!((&status["clock"]["last_jump"], &status["clock"]["ids_ahead_s"]), (&Value::Null, &json!(0)));
    let ann = world.person("ann").await;
    ann.makes_guild("Tea friends").await;
    is_set(&world, world.clock.now().before(HOUR)).await;
    let status = world.console().get("/chatspace/admin/status").await.ok();
    assert_eq!(status["clock"]["last_jump"]["by_s"], -3600);
    assert_eq!(time(&status["clock"]["last_jump"]["at"]), world.clock.now());
    assert!((3590..=3600).contains(&status["clock"]["ids_ahead_s"].as_i64().expect("a number")), "{status}");
    let bob = world.person("bob").await;
    bob.get("/chatspace/admin/status").await.refused(403, 50013);
}
