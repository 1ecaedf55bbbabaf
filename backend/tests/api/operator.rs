//! Operating the instance: who may, what they see, what they can change.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    accounts::{register, registration, sign_in},
    support::{Engine, PASSWORD, Person, World, text},
};

/// Every route that is only for operators, with a body that does something.
pub fn routes(id: &str) -> Vec<(Method, String, Option<Value>, u16)> {
    vec![
        (Method::GET, "/chatspace/admin/settings".to_owned(), None, 200),
        (Method::PATCH, "/chatspace/admin/settings".to_owned(), Some(json!({"registration": "open"})), 200),
        (Method::GET, "/chatspace/admin/users".to_owned(), None, 200),
        (Method::PATCH, format!("/chatspace/admin/users/{id}"), Some(json!({"disabled": false})), 200),
        (Method::POST, format!("/chatspace/admin/users/{id}/reset-link"), None, 201),
        (Method::GET, "/chatspace/admin/emails".to_owned(), None, 200),
    ]
}

/// The account of this person, as the operator sees it.
async fn account(operator: &Person, name: &str) -> Value {
    let found = operator.get(&format!("/chatspace/admin/users?query={name}")).await.ok();
    let found = found.as_array().expect("a list").iter().find(|account| account["user"]["username"] == name);
    found.unwrap_or_else(|| panic!("no account of {name}")).clone()
}

async fn names(operator: &Person, query: &str) -> Vec<String> {
    let found = operator.get(&format!("/chatspace/admin/users{query}")).await.ok();
    found.as_array().expect("a list").iter().map(|account| text(&account["user"]["username"])).collect()
}

fn path(person: &Person) -> String {
    format!("/chatspace/admin/users/{}", person.id)
}

async fn mode(world: &World) -> Value {
    world.stranger().get("/chatspace/instance").await.ok()["registration"].clone()
}

on_both_databases! {
    every_route_is_for_operators_and_for_nobody_else,
    what_changes_something_asks_for_the_password_again,
    keys_and_values_that_are_not_known_are_refused,
    who_is_disabled_is_out_within_a_second_and_stays_a_member,
    nobody_disables_or_demotes_themselves_and_the_last_operator_stays,
    who_may_register_is_switched_at_once_and_stays_so,
    accounts_are_found_by_any_part_of_a_name_or_address_whatever_the_case,
    an_account_shows_an_operator_its_state,
    a_reset_link_is_one_for_the_right_page,
}

async fn every_route_is_for_operators_and_for_nobody_else(world: World) {
    let (alice, bob) = (world.person("alice").await, world.person("bob").await);
    for (method, path, body, status) in routes(&bob.id) {
        let ask = async |person: &Person| person.request(method.clone(), &path, body.as_ref()).await;
        ask(&bob).await.refused(403, 50013);
        ask(&world.stranger()).await.refused(401, 0);
        ask(&bob.with_token("nonsense")).await.refused(401, 0);
        assert_eq!(ask(&alice).await.status.as_u16(), status, "{method} {path}");
    }
    world.pass(Duration::from_mins(11));
    for (method, path, body, _) in routes(&bob.id) {
        alice.request(method, &path, body.as_ref()).await.refused(401, 0);
    }
}

async fn what_changes_something_asks_for_the_password_again(world: World) {
    let (alice, bob) = (world.person("alice").await, world.person("bob").await);
    world.pass(Duration::from_mins(6));
    for (method, path, body, status) in routes(&bob.id) {
        let answer = alice.request(method.clone(), &path, body.as_ref()).await;
        if method == Method::GET {
            assert_eq!(answer.status.as_u16(), status);
        } else {
            answer.refused(403, 200_001);
        }
    }
    alice.post("/auth/reauthenticate", &json!({"password": PASSWORD})).await.ok();
    for (method, path, body, status) in routes(&bob.id) {
        assert_eq!(alice.request(method, &path, body.as_ref()).await.status.as_u16(), status);
    }
}

async fn keys_and_values_that_are_not_known_are_refused(world: World) {
    let (alice, bob) = (world.person("alice").await, world.person("bob").await);
    for wrong in [json!({"registration": "perhaps"}), json!({"registration": "open", "name": "x"})] {
        alice.patch("/chatspace/admin/settings", &wrong).await.refused(400, 50035);
    }
    alice.patch(&path(&bob), &json!({"email": "x@example.org"})).await.refused(400, 50035);
    for wrong in ["limit=0", "limit=101", &format!("query={}", "x".repeat(255))] {
        alice.get(&format!("/chatspace/admin/users?{wrong}")).await.refused(400, 50035);
    }
    let beside: i64 = bob.id.parse::<i64>().expect("a number") + 1;
    for unknown in ["1", &beside.to_string()] {
        let path = format!("/chatspace/admin/users/{unknown}");
        alice.patch(&path, &json!({"disabled": true})).await.refused(404, 10013);
        alice.post(&format!("{path}/reset-link"), &json!({})).await.refused(404, 10013);
    }
}

async fn who_is_disabled_is_out_within_a_second_and_stays_a_member(world: World) {
    let (alice, bob) = (world.person("alice").await, world.person("bob").await);
    let guild = alice.makes_guild("Tea friends").await;
    alice.lets_in(&guild, &[&bob]).await;
    let mut others = alice.connects().await;
    let mut socket = bob.connects().await;
    let told = alice.patch(&path(&bob), &json!({"disabled": true})).await.ok();
    assert_eq!((&told["disabled"], &told["user"]["username"]), (&json!(true), &json!("bob")));
    let closed = tokio::time::timeout(Duration::from_secs(1), socket.closed()).await;
    assert_eq!(closed.expect("closed within a second"), 4004);
    bob.get("/users/@me").await.refused(401, 0);
    bob.post("/auth/refresh", &json!({"refresh_token": bob.refresh_token})).await.refused(401, 0);
    sign_in(&world, "bob@example.org", PASSWORD).await.refused(400, 50035);
    loop {
        let presence = others.event("PRESENCE_UPDATE").await;
        if presence["user"]["id"] == json!(bob.id) && presence["status"] == "offline" {
            break;
        }
    }
    alice.get(&format!("/guilds/{}/members/{}", guild.id, bob.id)).await.ok();

    alice.patch(&path(&bob), &json!({"disabled": false})).await.ok();
    let again = sign_in(&world, "bob@example.org", PASSWORD).await.ok();
    let bob = bob.with_token(again["access_token"].as_str().expect("a token"));
    let events = bob.get("/auth/events").await.ok();
    let kinds: Vec<_> = events.as_array().expect("a list").iter().map(|event| text(&event["kind"])).collect();
    assert_eq!(kinds[..3], ["login", "account_enabled", "account_disabled"]);
    assert_eq!((&events[1]["client"], &events[1]["address"]), (&json!("operator"), &json!("")), "not who it was and where");
}

async fn nobody_disables_or_demotes_themselves_and_the_last_operator_stays(world: World) {
    let (alice, bob) = (world.person("alice").await, world.person("bob").await);
    for change in [json!({"disabled": true}), json!({"operator": false})] {
        alice.patch(&path(&alice), &change).await.refused(400, 0);
    }
    let mut socket = bob.connects().await;
    alice.patch(&path(&bob), &json!({"operator": true})).await.ok();
    assert_eq!(socket.event("USER_UPDATE").await["chatspace"]["operator"], true);
    bob.patch(&path(&alice), &json!({"operator": false})).await.ok();
    alice.get("/chatspace/admin/settings").await.refused(403, 50013);
    let console = world.console();
    for change in [json!({"disabled": true}), json!({"operator": false})] {
        console.patch(&path(&bob), &change).await.refused(400, 0);
    }
    // An operator who cannot log in does not count.
    bob.patch(&path(&alice), &json!({"operator": true, "disabled": true})).await.ok();
    console.patch(&path(&bob), &json!({"operator": false})).await.refused(400, 0);
    console.patch(&path(&alice), &json!({"disabled": false})).await.ok();
    let demoted = console.patch(&path(&bob), &json!({"operator": false})).await.ok();
    assert_eq!(demoted["operator"], false);
}

async fn who_may_register_is_switched_at_once_and_stays_so(world: World) {
    let mut world = world;
    let alice = world.person("alice").await;
    assert_eq!(alice.get("/chatspace/admin/settings").await.ok(), json!({"registration": "open"}));
    for (set, status) in [("closed", 403), ("invite", 403), ("open", 201), ("closed", 403)] {
        let settings = json!({"registration": set});
        assert_eq!(alice.patch("/chatspace/admin/settings", &settings).await.ok(), settings);
        assert_eq!(mode(&world).await, set);
        assert_eq!(register(&world, &registration("bob")).await.status.as_u16(), status, "{set}");
    }
    alice.patch("/chatspace/admin/settings", &json!({})).await.ok();
    world.restart().await;
    assert_eq!(mode(&world).await, "closed");
    register(&world, &registration("cyd")).await.refused(403, 0);
}

async fn accounts_are_found_by_any_part_of_a_name_or_address_whatever_the_case(world: World) {
    let mut olena = registration("olena");
    olena["display_name"] = json!("Олена Їжак");
    register(&world, &olena).await.ok();
    let alice = {
        let token = sign_in(&world, "olena@example.org", PASSWORD).await.ok();
        world.stranger().with_token(token["access_token"].as_str().expect("a token"))
    };
    for name in ["taras", "a_b", "axb"] {
        world.person(name).await;
    }
    assert_eq!(names(&alice, "").await, ["olena", "taras", "a_b", "axb"], "by id");
    assert_eq!(names(&alice, "?query=%D1%97%D0%96%D0%90%D0%9A").await, ["olena"]);
    assert_eq!(names(&alice, "?query=TARAS@EXAMPLE").await, ["taras"]);
    assert_eq!(names(&alice, "?query=a_b").await, ["a_b"], "nothing in it stands for something else");
    assert_eq!(names(&alice, "?query=%25").await, Vec::<String>::new());
    assert_eq!(names(&alice, "?query=nobody").await, Vec::<String>::new());
    let first = names(&alice, "?limit=3").await;
    assert_eq!(first, ["olena", "taras", "a_b"]);
    let last = account(&alice, "a_b").await["user"]["id"].clone();
    assert_eq!(names(&alice, &format!("?limit=3&after={}", text(&last))).await, ["axb"]);
}

async fn an_account_shows_an_operator_its_state(world: World) {
    let (alice, bob) = (world.person("alice").await, world.person("bob").await);
    let told = account(&alice, "bob").await;
    assert_eq!((&told["user"]["id"], &told["email"]), (&json!(bob.id), &json!("bob@example.org")));
    assert_eq!((&told["operator"], &told["disabled"], &told["mfa_enabled"]), (&json!(false), &json!(false), &json!(false)));
    let seen = text(&told["last_seen_at"]);
    assert!(seen.ends_with("+00:00") && text(&told["created_at"]).ends_with("+00:00"));
    world.pass(Duration::from_mins(1));
    sign_in(&world, "bob@example.org", PASSWORD).await.ok();
    assert!(text(&account(&alice, "bob").await["last_seen_at"]) > seen);
    assert!(!told.to_string().contains("$2b$"), "no hash of a password");
}

async fn a_reset_link_is_one_for_the_right_page(world: World) {
    let (alice, bob) = (world.person("alice").await, world.person("bob").await);
    let link = alice.post(&format!("{}/reset-link", path(&bob)), &json!({})).await;
    assert_eq!(link.status, 201);
    let link = link.ok();
    assert!(text(&link["url"]).contains("/link/reset#"), "{link}");
    assert!(text(&link["expires_at"]).ends_with("+00:00"));
    assert_eq!(alice.get("/chatspace/admin/emails").await.ok(), json!([]), "it is handed over, not sent");
}

#[actix_web::test]
async fn what_is_set_goes_before_the_environment() {
    let mut world = World::with(Engine::Sqlite, &[("REGISTRATION", "closed")]).await;
    let alice = world.person("alice").await;
    assert_eq!(mode(&world).await, "closed");
    alice.patch("/chatspace/admin/settings", &json!({"registration": "open"})).await.ok();
    world.restart().await;
    assert_eq!(mode(&world).await, "open");
    world.person("bob").await;
}
