//! The second factor: on, asked for, used once, off.

use std::time::Duration;

use futures_util::future::join_all;
use serde_json::{Value, json};
use totp_rs::{Builder, Secret, Totp};

use crate::support::{Answer, PASSWORD, Person, World, text};

const STEP: Duration = Duration::from_secs(30);

/// Somebody with an authenticator app.
pub struct App {
    codes: Totp,
    pub recovery: Vec<String>,
}

impl App {
    pub fn code(&self, world: &World) -> String {
        let now = u64::try_from(world.clock.now().as_seconds()).expect("after 1970");
        self.codes.generate(now).to_string()
    }
}

pub async fn enrol(world: &World, person: &Person) -> App {
    let setup = person.post("/auth/totp", &json!({})).await.ok();
    assert!(text(&setup["uri"]).starts_with("otpauth://totp/ChatSpace:"), "{setup}");
    let secret = Secret::try_from_base32(text(&setup["secret"])).expect("base 32");
    let mut app = App { codes: Builder::new().with_secret(secret).build().expect("a secret"), recovery: Vec::new() };
    let confirmed = person.post("/auth/totp/confirm", &json!({"code": app.code(world)})).await.ok();
    app.recovery = recovery(&confirmed);
    app
}

fn recovery(answer: &Value) -> Vec<String> {
    answer["codes"].as_array().expect("codes").iter().map(text).collect()
}

async fn sign_in(world: &World, code: Option<&str>) -> Answer {
    let mut body = json!({"email": "alice@example.org", "password": PASSWORD});
    if let Some(code) = code {
        body["code"] = json!(code);
    }
    world.stranger().post("/auth/login", &body).await
}

on_both_databases! {
    with_the_second_factor_a_password_is_not_enough,
    a_wrong_password_is_reported_before_a_code_is_required,
    a_code_works_once_even_for_twenty_at_a_time,
    enabling_it_ends_the_sessions_without_it,
    a_recovery_code_works_once_in_any_spelling,
    what_is_prepared_counts_only_once_it_is_confirmed,
    it_is_turned_off_with_the_password_and_can_be_turned_on_anew,
    a_code_is_read_however_it_is_written_wherever_one_is_asked_for,
    a_new_password_alone_does_not_count_as_shown_where_there_is_a_second_factor,
    the_form_of_oauth_takes_a_code_too,
}

async fn with_the_second_factor_a_password_is_not_enough(world: World) {
    let alice = world.person("alice").await;
    assert_eq!(alice.get("/users/@me").await.ok()["mfa_enabled"], false);
    let app = enrol(&world, &alice).await;
    assert_eq!(alice.get("/users/@me").await.ok()["mfa_enabled"], true);
    sign_in(&world, None).await.refused(403, 60003);
    sign_in(&world, Some("")).await.refused(403, 60003);
    sign_in(&world, Some("000000")).await.refused(400, 60008);
    world.pass(STEP);
    sign_in(&world, Some(&app.code(&world))).await.ok();
}

async fn a_wrong_password_is_reported_before_a_code_is_required(world: World) {
    let alice = world.person("alice").await;
    let app = enrol(&world, &alice).await;
    world.pass(STEP);
    let body = json!({"email": "alice@example.org", "password": "a wrong password", "code": app.code(&world)});
    world.stranger().post("/auth/login", &body).await.refused(400, 50035);
    sign_in(&world, Some(&app.code(&world))).await.ok();
}

async fn a_code_works_once_even_for_twenty_at_a_time(world: World) {
    let alice = world.person("alice").await;
    let app = enrol(&world, &alice).await;
    sign_in(&world, Some(&app.code(&world))).await.refused(400, 60008);
    world.pass(STEP);
    let code = app.code(&world);
    let answers = join_all((0..20).map(|_| sign_in(&world, Some(&code)))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    world.pass(STEP);
    sign_in(&world, Some(&code)).await.refused(400, 60008);
}

async fn enabling_it_ends_the_sessions_without_it(world: World) {
    let alice = world.person("alice").await;
    let phone = sign_in(&world, None).await.ok();
    let phone = alice.with_token(&text(&phone["access_token"]));
    let mut there = phone.connects().await;
    enrol(&world, &alice).await;
    assert_eq!(there.closed().await, 4004);
    phone.get("/users/@me").await.refused(401, 0);
    alice.get("/users/@me").await.ok();
}

async fn a_recovery_code_works_once_in_any_spelling(world: World) {
    let alice = world.person("alice").await;
    let app = enrol(&world, &alice).await;
    assert_eq!(app.recovery.len(), 10);
    let shouted = app.recovery[0].to_uppercase().replace('-', " ");
    sign_in(&world, Some(&shouted)).await.ok();
    sign_in(&world, Some(&app.recovery[0])).await.refused(400, 60008);
    let new = recovery(&alice.post("/auth/totp/recovery-codes", &json!({})).await.ok());
    sign_in(&world, Some(&app.recovery[1])).await.refused(400, 60008);
    sign_in(&world, Some(&new[0])).await.ok();
    let events = alice.get("/auth/events").await.ok();
    let kinds: Vec<_> = events.as_array().expect("a list").iter().map(|event| text(&event["kind"])).collect();
    let expected = ["login", "recovery_code_used", "recovery_codes_renewed", "login", "recovery_code_used", "totp_enabled"];
    assert_eq!(kinds, expected);
}

async fn what_is_prepared_counts_only_once_it_is_confirmed(world: World) {
    let alice = world.person("alice").await;
    alice.post("/auth/totp/confirm", &json!({"code": "123456"})).await.refused(400, 60008);
    alice.post("/auth/totp", &json!({})).await.ok();
    alice.post("/auth/totp/confirm", &json!({"code": "abcdef"})).await.refused(400, 60008);
    alice.post("/auth/totp/recovery-codes", &json!({})).await.refused(400, 60002);
    sign_in(&world, None).await.ok();
}

async fn it_is_turned_off_with_the_password_and_can_be_turned_on_anew(world: World) {
    let alice = world.person("alice").await;
    let app = enrol(&world, &alice).await;
    alice.post("/auth/totp", &json!({})).await.refused(400, 60001);
    world.pass(Duration::from_mins(6));
    alice.delete("/auth/totp").await.refused(403, 200_001);
    alice.post("/auth/reauthenticate", &json!({"password": PASSWORD})).await.refused(403, 60003);
    let wrong = json!({"password": PASSWORD, "code": "000000"});
    alice.post("/auth/reauthenticate", &wrong).await.refused(400, 60008);
    alice.delete("/auth/totp").await.refused(403, 200_001);
    let shown = json!({"password": PASSWORD, "code": app.code(&world)});
    alice.post("/auth/reauthenticate", &shown).await.ok();
    alice.post("/auth/reauthenticate", &shown).await.refused(400, 60008);
    alice.delete("/auth/totp").await.ok();
    sign_in(&world, None).await.ok();
    sign_in(&world, Some(&app.recovery[0])).await.ok();
    let anew = enrol(&world, &alice).await;
    sign_in(&world, Some(&app.recovery[0])).await.refused(400, 60008);
    sign_in(&world, Some(&anew.recovery[0])).await.ok();
}

async fn a_code_is_read_however_it_is_written_wherever_one_is_asked_for(world: World) {
    let alice = world.person("alice").await;
    let setup = alice.post("/auth/totp", &json!({})).await.ok();
    let secret = Secret::try_from_base32(text(&setup["secret"])).expect("base 32");
    let app = App { codes: Builder::new().with_secret(secret).build().expect("a secret"), recovery: Vec::new() };
    let in_two = |code: String, between: &str| format!(" {}{between}{}", &code[..3], &code[3..]);
    let code = json!({"code": in_two(app.code(&world), " ")});
    alice.post("/auth/totp/confirm", &code).await.ok();
    world.pass(STEP);
    sign_in(&world, Some(&in_two(app.code(&world), "-"))).await.ok();
    world.pass(STEP);
    let wide: String = app.code(&world).chars().filter_map(|digit| char::from_u32(digit as u32 + 0xFEE0)).collect();
    sign_in(&world, Some(&wide)).await.ok();
    world.pass(STEP);
    let shown = json!({"password": PASSWORD, "code": in_two(app.code(&world), "\u{a0}–\u{a0}")});
    alice.post("/auth/reauthenticate", &shown).await.ok();
}

async fn a_new_password_alone_does_not_count_as_shown_where_there_is_a_second_factor(world: World) {
    let alice = world.person("alice").await;
    enrol(&world, &alice).await;
    world.pass(Duration::from_mins(6));
    let change = json!({"current_password": PASSWORD, "new_password": "staple correct horse"});
    alice.post("/auth/password", &change).await.ok();
    alice.delete("/auth/totp").await.refused(403, 200_001);
}

async fn the_form_of_oauth_takes_a_code_too(world: World) {
    let alice = world.person("alice").await;
    let app = enrol(&world, &alice).await;
    world.pass(STEP);
    let ask = async |otp: &str| {
        let form = [("grant_type", "password"), ("username", "alice@example.org"), ("password", PASSWORD), ("otp", otp)];
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let request = reqwest::Client::new().post(world.url("/api/v10/auth/token"));
        Person::answer(request.header("content-type", "application/x-www-form-urlencoded").body(body)).await
    };
    ask("").await.refused(403, 60003);
    ask(&app.code(&world)).await.ok();
}
