//! Log-ins on several devices, and what asks for the password again.

use std::time::Duration;

use reqwest::Client;
use serde_json::{Value, json};

use crate::{
    accounts::{register, registration, sign_in},
    support::{Answer, PASSWORD, Person, World, text},
};

const MINUTE: Duration = Duration::from_mins(1);
const NEW_PASSWORD: &str = "staple correct horse";

/// Another log-in of the same person.
async fn another(world: &World, person: &Person) -> Person {
    let body = sign_in(world, &format!("{}@example.org", person.name), PASSWORD).await.ok();
    let mut same = person.with_token(&text(&body["access_token"]));
    same.refresh_token = text(&body["refresh_token"]);
    same
}

async fn refreshes(world: &World, person: &Person) -> Answer {
    world.stranger().post("/auth/refresh", &json!({"refresh_token": person.refresh_token})).await
}

async fn sessions(person: &Person) -> Vec<Value> {
    person.get("/auth/sessions").await.ok().as_array().expect("a list").clone()
}

/// The kinds of what happened, newest first.
async fn events(person: &Person) -> Vec<String> {
    let events = person.get("/auth/events").await.ok();
    events.as_array().expect("a list").iter().map(|event| text(&event["kind"])).collect()
}

/// Asserts that nothing of a log-in works any more.
async fn is_out(world: &World, person: &Person) {
    person.get("/users/@me").await.refused(401, 0);
    refreshes(world, person).await.refused(401, 0);
}

on_both_databases! {
    own_sessions_are_listed_with_client_network_and_times,
    one_session_is_ended_and_the_others_continue,
    nobody_ends_the_session_of_another,
    going_out_everywhere_closes_five_sockets_and_kills_every_token,
    going_out_on_all_others_keeps_this_one,
    a_new_password_ends_the_other_sessions_and_the_old_password,
    a_reused_token_is_recorded_for_its_owner,
    the_oldest_of_more_than_twenty_sessions_ends,
    a_stolen_access_token_alone_hands_no_guild_over,
    keys_that_these_routes_do_not_know_are_refused,
    without_a_token_nothing_of_this_answers,
}

async fn own_sessions_are_listed_with_client_network_and_times(world: World) {
    let alice = world.person("alice").await;
    world.pass(MINUTE);
    let body = json!({"email": "alice@example.org", "password": PASSWORD});
    let request = Client::new().post(world.url("/api/v10/auth/login")).header("user-agent", "Teapot 1.0").json(&body);
    Person::answer(request).await.ok();
    let listed = sessions(&alice).await;
    assert_eq!(listed.len(), 2);
    assert_eq!((&listed[0]["client"], &listed[0]["current"]), (&json!("Teapot 1.0"), &json!(false)));
    assert_eq!((&listed[0]["address"], &listed[1]["current"]), (&json!("127.0.0.0/24"), &json!(true)));
    for time in ["created_at", "last_used_at", "expires_at"] {
        assert!(listed[0][time].as_str().is_some_and(|time| time.ends_with("+00:00")), "{time} in {}", listed[0]);
    }
    assert!(listed[0]["last_used_at"].as_str() > listed[1]["last_used_at"].as_str(), "the one used last comes first");
    world.person("bob").await;
    assert_eq!(sessions(&alice).await.len(), 2, "others are not in the list");
}

async fn one_session_is_ended_and_the_others_continue(world: World) {
    let alice = world.person("alice").await;
    let phone = another(&world, &alice).await;
    let (mut here, mut there) = (alice.connects().await, phone.connects().await);
    let listed = sessions(&alice).await;
    let other = listed.iter().find(|session| session["current"] == false).expect("the phone");
    let path = format!("/auth/sessions/{}", text(&other["id"]));
    alice.delete(&path).await.ok();
    assert_eq!(there.closed().await, 4004);
    is_out(&world, &phone).await;
    alice.get("/users/@me").await.ok();
    here.settles().await;
    alice.delete(&path).await.refused(404, 10098);
}

async fn nobody_ends_the_session_of_another(world: World) {
    let (alice, bob) = (world.person("alice").await, world.person("bob").await);
    let id = text(&sessions(&alice).await[0]["id"]);
    bob.delete(&format!("/auth/sessions/{id}")).await.refused(404, 10098);
    bob.delete("/auth/sessions/1").await.refused(404, 10098);
    alice.get("/users/@me").await.ok();
}

async fn going_out_everywhere_closes_five_sockets_and_kills_every_token(world: World) {
    let alice = world.person("alice").await;
    let mut devices = vec![alice.clone()];
    for _ in 0..4 {
        devices.push(another(&world, &alice).await);
    }
    let mut sockets = Vec::new();
    for device in &devices {
        sockets.push(device.connects().await);
    }
    alice.post("/auth/logout-all", &json!({})).await.ok();
    for socket in &mut sockets {
        assert_eq!(socket.closed().await, 4004);
    }
    for device in &devices {
        is_out(&world, device).await;
    }
    sign_in(&world, "alice@example.org", PASSWORD).await.ok();
}

async fn going_out_on_all_others_keeps_this_one(world: World) {
    let alice = world.person("alice").await;
    let phone = another(&world, &alice).await;
    alice.post("/auth/logout-all", &json!({"keep_current": true})).await.ok();
    is_out(&world, &phone).await;
    alice.get("/users/@me").await.ok();
    assert_eq!(sessions(&alice).await.len(), 1);
    assert_eq!(events(&alice).await, ["logout_all", "login"]);
}

async fn a_new_password_ends_the_other_sessions_and_the_old_password(world: World) {
    let alice = world.person("alice").await;
    let phone = another(&world, &alice).await;
    let mut there = phone.connects().await;
    let form = json!({"current_password": "a wrong password", "new_password": NEW_PASSWORD});
    let refused = alice.post("/auth/password", &form).await.refused(400, 50035);
    assert_eq!(refused["errors"]["current_password"]["_errors"][0]["code"], "PASSWORD_WRONG");
    let weak = json!({"current_password": PASSWORD, "new_password": "password123"});
    let refused = alice.post("/auth/password", &weak).await.refused(400, 50035);
    assert_eq!(refused["errors"]["new_password"]["_errors"][0]["code"], "PASSWORD_TOO_COMMON");
    phone.get("/users/@me").await.ok();
    let form = json!({"current_password": PASSWORD, "new_password": NEW_PASSWORD});
    alice.post("/auth/password", &form).await.ok();
    assert_eq!(there.closed().await, 4004);
    is_out(&world, &phone).await;
    alice.get("/users/@me").await.ok();
    sign_in(&world, "alice@example.org", PASSWORD).await.refused(400, 50035);
    sign_in(&world, "alice@example.org", NEW_PASSWORD).await.ok();
    assert_eq!(events(&alice).await[1], "password_changed");
}

async fn a_reused_token_is_recorded_for_its_owner(world: World) {
    let alice = world.person("alice").await;
    let phone = another(&world, &alice).await;
    refreshes(&world, &phone).await.ok();
    world.pass(MINUTE);
    refreshes(&world, &phone).await.refused(401, 0);
    let newest = alice.get("/auth/events").await.ok()[0].clone();
    assert_eq!((&newest["kind"], &newest["address"]), (&json!("refresh_token_reused"), &json!("127.0.0.0/24")));
}

async fn the_oldest_of_more_than_twenty_sessions_ends(world: World) {
    let alice = world.person("alice").await;
    let mut devices = Vec::new();
    for _ in 0..20 {
        world.pass(MINUTE / 10);
        devices.push(another(&world, &alice).await);
    }
    is_out(&world, &alice).await;
    assert_eq!(sessions(&devices[0]).await.len(), 20);
}

async fn a_stolen_access_token_alone_hands_no_guild_over(world: World) {
    let (alice, bob) = (world.person("alice").await, world.person("bob").await);
    let guild = alice.makes_guild("Tea friends").await;
    alice.lets_in(&guild, &[&bob]).await;
    world.pass(MINUTE * 6);
    let path = format!("/guilds/{}", guild.id);
    alice.patch(&path, &json!({"owner_id": bob.id})).await.refused(403, 200_001);
    alice.delete(&path).await.refused(403, 200_001);
    alice.post("/auth/totp", &json!({})).await.refused(403, 200_001);
    bob.delete(&path).await.refused(403, 200_001);
    bob.post("/auth/reauthenticate", &json!({"password": PASSWORD})).await.ok();
    bob.delete(&path).await.refused(403, 50013);
    alice.patch(&path, &json!({"name": "Coffee friends"})).await.ok();
    let wrong = alice.post("/auth/reauthenticate", &json!({"password": "a wrong password"})).await.refused(400, 50035);
    assert_eq!(wrong["errors"]["password"]["_errors"][0]["code"], "PASSWORD_WRONG");
    alice.delete(&path).await.refused(403, 200_001);
    alice.post("/auth/reauthenticate", &json!({"password": PASSWORD})).await.ok();
    alice.patch(&path, &json!({"owner_id": bob.id})).await.ok();
}

async fn keys_that_these_routes_do_not_know_are_refused(world: World) {
    let alice = world.person("alice").await;
    for (path, body) in [
        ("/auth/logout-all", json!({"keep_current": true, "user": "1"})),
        ("/auth/reauthenticate", json!({"password": PASSWORD, "admin": true})),
        ("/auth/password", json!({"current_password": PASSWORD, "new_password": NEW_PASSWORD, "user_id": "1"})),
        ("/auth/totp/confirm", json!({"code": "123456", "secret": "x"})),
    ] {
        alice.post(path, &body).await.refused(400, 50035);
    }
    alice.get("/users/@me").await.ok();
}

async fn without_a_token_nothing_of_this_answers(world: World) {
    register(&world, &registration("alice")).await.ok();
    let nobody = world.stranger();
    for path in ["/auth/sessions", "/auth/events"] {
        nobody.get(path).await.refused(401, 0);
    }
    for path in ["/auth/logout-all", "/auth/reauthenticate", "/auth/password", "/auth/totp", "/auth/totp/recovery-codes"] {
        let body = json!({});
        let status = nobody.post(path, &body).await.status.as_u16();
        assert_eq!(status, 401, "{path}");
    }
    nobody.delete("/auth/totp").await.refused(401, 0);
    nobody.delete("/auth/sessions/1").await.refused(401, 0);
}
