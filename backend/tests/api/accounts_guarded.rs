//! Who is let in at all: registration by invite or closed, and the brake on guessing.

use std::time::Duration;

use futures_util::future::join_all;
use reqwest::Client;
use serde_json::json;

use crate::{
    accounts::{register, registration, sign_in},
    support::{Engine, PASSWORD, Person, World, text},
};

#[actix_web::test]
async fn registration_can_be_closed_but_not_before_somebody_operates_the_instance() {
    let world = World::with(Engine::Sqlite, &[("REGISTRATION", "closed")]).await;
    world.person("alice").await;
    register(&world, &registration("bob")).await.refused(403, 0);
}

async fn by_invite(engine: Engine) {
    let world = World::with(engine, &[("REGISTRATION", "invite")]).await;
    let alice = world.person("alice").await;
    let guild = alice.makes_guild("Tea friends").await;
    register(&world, &registration("bob")).await.refused(403, 0);
    let mut bob = registration("bob");
    for wrong in ["not-an-invite", "with\0nul"] {
        bob["invite"] = json!(wrong);
        let refused = register(&world, &bob).await.refused(400, 50035);
        assert_eq!(refused["errors"]["invite"]["_errors"][0]["code"], "INVITE_INVALID");
    }
    let path = format!("/channels/{}/invites", guild.channel);
    let code = alice.post(&path, &json!({"max_age": 60})).await.ok()["code"].clone();
    bob["invite"] = code.clone();
    register(&world, &bob).await.ok();
    world.pass(Duration::from_secs(61));
    let mut cyd = registration("cyd");
    cyd["invite"] = code;
    register(&world, &cyd).await.refused(400, 50035);
}

#[actix_web::test]
async fn registration_by_invite_needs_one_that_lives_on_sqlite() {
    by_invite(Engine::Sqlite).await;
}

#[actix_web::test]
async fn registration_by_invite_needs_one_that_lives_on_postgres() {
    by_invite(Engine::Postgres).await;
}

/// Six who come at once with an invite for two, and how many of them have an account then.
async fn six_with_an_invite_for_two(engine: Engine) {
    let world = World::with(engine, &[("REGISTRATION", "invite")]).await;
    let alice = world.person("alice").await;
    let guild = alice.makes_guild("Tea friends").await;
    let code = text(&alice.post(&format!("/channels/{}/invites", guild.channel), &json!({"max_uses": 2})).await.ok()["code"]);
    let form = |name: &str| {
        let mut form = registration(name);
        form["invite"] = json!(code);
        form
    };
    let forms: Vec<_> = (0..6).map(|number| form(&format!("person{number}"))).collect();
    let answers = join_all(forms.iter().map(|form| register(&world, form))).await;
    let (made, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 201);
    assert_eq!((made.len(), refused.len()), (2, 4));
    for answer in refused {
        assert_eq!(answer.refused(400, 50035)["errors"]["invite"]["_errors"][0]["code"], "INVITE_INVALID");
    }
    register(&world, &form("late")).await.refused(400, 50035);
    world.stranger().get(&format!("/invites/{code}")).await.refused(404, 10006);
    for answer in made {
        let person = world.stranger().with_token(&text(&answer.ok()["access_token"]));
        person.get(&format!("/invites/{code}")).await.ok();
        person.joins(&code).await;
        person.get(&format!("/invites/{code}")).await.refused(404, 10006);
    }
    let invites = alice.get(&format!("/guilds/{}/invites", guild.id)).await.ok();
    assert_eq!(invites, json!([]), "both uses are taken, by registering and joining together");
    let members = alice.get(&format!("/guilds/{}/members?limit=100", guild.id)).await.ok();
    assert_eq!(members.as_array().expect("a list").len(), 3);
}

#[actix_web::test]
async fn of_six_who_register_at_once_with_an_invite_for_two_two_come_in_on_sqlite() {
    six_with_an_invite_for_two(Engine::Sqlite).await;
}

#[actix_web::test]
async fn of_six_who_register_at_once_with_an_invite_for_two_two_come_in_on_postgres() {
    six_with_an_invite_for_two(Engine::Postgres).await;
}

#[actix_web::test]
async fn guessing_is_stopped_for_the_account_that_is_guessed_and_no_other() {
    let world = World::with(Engine::Sqlite, &[("RATE_LIMITS", "default")]).await;
    world.person("alice").await;
    world.person("bob").await;
    for _ in 0..10 {
        sign_in(&world, "Alice@example.org", "a wrong password").await.refused(400, 50035);
    }
    let refused = sign_in(&world, "alice@example.org", PASSWORD).await;
    let present = |header| refused.headers.contains_key(header);
    assert!(["retry-after", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-scope"].into_iter().all(present));
    let refused = refused.refused(429, 0);
    assert!(refused["retry_after"].as_f64().is_some_and(|wait| (60.0..=90.0).contains(&wait)), "{refused}");
    sign_in(&world, "bob@example.org", PASSWORD).await.ok();
    world.pass(Duration::from_secs(90));
    sign_in(&world, "alice@example.org", PASSWORD).await.ok();
}

/// A log-in that comes through the proxy from `from`.
async fn sign_in_from(world: &World, from: &str, password: &str) -> u16 {
    let body = json!({"email": "alice@example.org", "password": password});
    let request = Client::new().post(world.url("/api/v10/auth/login")).header("x-forwarded-for", from).json(&body);
    Person::answer(request).await.status.as_u16()
}

async fn behind_a_proxy() -> World {
    World::with(Engine::Sqlite, &[("RATE_LIMITS", "default"), ("TRUSTED_PROXIES", "127.0.0.1")]).await
}

#[actix_web::test]
async fn guessing_from_a_hundred_addresses_is_stopped_and_its_owner_still_comes_in() {
    let world = behind_a_proxy().await;
    let form = registration("alice");
    let request = Client::new().post(world.url("/api/v10/auth/register")).header("x-forwarded-for", "203.0.113.7").json(&form);
    let registered = Person::answer(request).await.ok();
    let mut answers = Vec::new();
    for number in 0..100 {
        answers.push(sign_in_from(&world, &format!("198.51.{number}.1"), "a wrong password").await);
    }
    assert_eq!(answers[..10], [400; 10]);
    assert_eq!(answers[10..], [429; 90], "the eleventh and all after it");
    let alice = world.stranger().with_token(registered["access_token"].as_str().expect("a token"));
    alice.get("/users/@me").await.ok();
    assert_eq!(sign_in_from(&world, "198.51.100.99", PASSWORD).await, 429, "even with the password, from an unknown network");
    assert_eq!(sign_in_from(&world, "203.0.113.99", PASSWORD).await, 200, "from a network where the owner is logged in");
}

#[actix_web::test]
async fn a_path_in_another_spelling_has_the_same_limit() {
    let world = World::with(Engine::Sqlite, &[("RATE_LIMITS", "default")]).await;
    let mut answers = Vec::new();
    for number in 0..40 {
        let path =
            ["/api/v10/auth/login", "/api/v10/auth/l%6Fgin", "/%61pi/v10/%61uth/%6C%6Fgi%6E", "/api/v9/auth/%6Cogin"][number % 4];
        let body = json!({"email": format!("nobody{number}@example.org"), "password": "a wrong password"});
        answers.push(Person::answer(Client::new().post(world.url(path)).json(&body)).await.status);
    }
    assert_eq!(
        (answers[..20].iter().all(|status| *status == 400), answers[20..].iter().all(|status| *status == 429)),
        (true, true),
        "{answers:?}"
    );
}

#[actix_web::test]
async fn an_address_that_a_request_only_claims_does_not_count() {
    let world = World::with(Engine::Sqlite, &[("RATE_LIMITS", "default")]).await;
    let mut refused = 0;
    for number in 0..40 {
        let body = json!({"email": format!("nobody{number}@example.org"), "password": "a wrong password"});
        let mut request = Client::new().post(world.url("/api/v10/auth/login")).json(&body);
        for header in ["x-forwarded-for", "forwarded", "x-real-ip", "true-client-ip", "cf-connecting-ip"] {
            request = request.header(header, format!("198.51.{number}.1"));
        }
        refused += usize::from(Person::answer(request).await.status == 429);
    }
    assert_eq!(refused, 20, "of forty, twenty are over the limit of one address");
}

#[actix_web::test]
async fn behind_a_proxy_the_last_address_that_it_saw_counts_and_not_what_stood_before() {
    let world = behind_a_proxy().await;
    let mut refused = 0;
    for number in 0..40 {
        let body = json!({"email": format!("nobody{number}@example.org"), "password": "a wrong password"});
        let hops = format!("198.51.{number}.1, 203.0.113.7");
        let request = Client::new().post(world.url("/api/v10/auth/login")).header("x-forwarded-for", hops).json(&body);
        refused += usize::from(Person::answer(request).await.status == 429);
    }
    assert_eq!(refused, 20);
}

#[actix_web::test]
async fn refreshes_are_limited_to_ten_a_minute_for_each_session() {
    let world = World::with(Engine::Sqlite, &[("RATE_LIMITS", "default")]).await;
    let (alice, bob) = (world.person("alice").await, world.person("bob").await);
    let refresh = async |token: &str| world.stranger().post("/auth/refresh", &json!({"refresh_token": token})).await;
    let mut token = alice.refresh_token.clone();
    for _ in 0..10 {
        world.pass(Duration::from_millis(200));
        token = text(&refresh(&token).await.ok()["refresh_token"]);
    }
    refresh(&token).await.refused(429, 0);
    refresh(&bob.refresh_token).await.ok();
    world.pass(Duration::from_mins(1));
    refresh(&token).await.ok();
}

#[actix_web::test]
async fn the_password_that_is_asked_for_again_cannot_be_guessed_either() {
    let world = World::with(Engine::Sqlite, &[("RATE_LIMITS", "default")]).await;
    let alice = world.person("alice").await;
    for _ in 0..10 {
        world.pass(Duration::from_secs(1));
        alice.post("/auth/reauthenticate", &json!({"password": "a wrong password"})).await.refused(400, 50035);
    }
    let change = json!({"current_password": PASSWORD, "new_password": "staple correct horse"});
    alice.post("/auth/reauthenticate", &json!({"password": PASSWORD})).await.refused(429, 0);
    alice.post("/auth/password", &change).await.refused(429, 0);
}

#[actix_web::test]
async fn secrets_in_a_url_are_refused_on_every_route() {
    let world = World::new(Engine::Sqlite).await;
    let alice = world.person("alice").await;
    for path in [
        format!("/api/v10/users/@me?access_token={}", alice.token),
        format!("/api/v10/users/@me?limit=1&ToKeN={}", alice.token),
        format!("/api/v10/auth/refresh?refresh_token={}", alice.refresh_token),
        format!("/gateway?v=10&encoding=json&token={}", alice.token),
        format!("/?jwt={}", alice.token),
        format!("/api/v10/auth/login?email=alice@example.org&password={}", PASSWORD.replace(' ', "+")),
    ] {
        let answer = Person::answer(Client::new().get(world.url(&path)).bearer_auth(&alice.token)).await;
        let refused = answer.refused(400, 0).to_string();
        assert!(!refused.contains(&alice.token) && !refused.contains(&alice.refresh_token), "{refused}");
    }
    alice.get("/users/@me/guilds?limit=1").await.ok();
}

#[actix_web::test]
async fn sixty_people_an_hour_register_however_many_addresses_they_come_from() {
    let world = behind_a_proxy().await;
    let register = async |number: usize| {
        let from = format!("198.51.{number}.1");
        let request = Client::new().post(world.url("/api/v10/auth/register")).header("x-forwarded-for", from);
        Person::answer(request.json(&registration(&format!("person{number}")))).await
    };
    for number in 0..60 {
        register(number).await.ok();
    }
    register(60).await.refused(429, 0);
    world.pass(Duration::from_mins(1));
    register(61).await.ok();
    register(62).await.refused(429, 0);
}
