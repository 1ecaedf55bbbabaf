//! Staying signed in and signing out: rotation, reuse, the web client's cookie.

use std::{collections::HashSet, time::Duration};

use futures_util::{future::join_all, join};
use reqwest::{Client, RequestBuilder, header};
use serde_json::{Value, json};

use crate::support::{Answer, Engine, Person, World};

const DAY: Duration = Duration::from_hours(24);

fn post(world: &World, path: &str) -> RequestBuilder {
    Client::new().post(world.url(&format!("/api/v10{path}"))).header(header::USER_AGENT, "Teapot 1.0")
}

async fn alice(world: &World) -> Answer {
    let body = json!({"email": "alice@example.org", "username": "alice", "password": "correct horse battery"});
    Person::answer(post(world, "/auth/register").json(&body)).await
}

async fn sign_in(world: &World) -> Answer {
    let body = json!({"email": "alice@example.org", "password": "correct horse battery"});
    Person::answer(post(world, "/auth/login").json(&body)).await
}

async fn refresh(world: &World, token: &str) -> Answer {
    Person::answer(post(world, "/auth/refresh").json(&json!({"refresh_token": token}))).await
}

/// The status of a request with this access token.
async fn asks(world: &World, access: &str) -> u16 {
    world.stranger().with_token(access).get("/users/@me").await.status.as_u16()
}

fn access(answer: &Answer) -> &str {
    answer.body["access_token"].as_str().unwrap_or_else(|| panic!("no access token in {}", answer.body))
}

fn token(answer: &Answer) -> &str {
    answer.body["refresh_token"].as_str().unwrap_or_else(|| panic!("no refresh token in {}", answer.body))
}

/// A request with the header of the web client and its cookie, from a page of `origin`, if one is told.
fn page(world: &World, origin: Option<&str>, path: &str, cookie: &str) -> RequestBuilder {
    let request = post(world, path).header("x-chatspace-client", "web").header(header::COOKIE, cookie);
    match origin {
        Some(origin) => request.header(header::ORIGIN, origin),
        None => request,
    }
}

/// A request of the web client, with the cookie it holds.
fn web(world: &World, path: &str, cookie: &str) -> RequestBuilder {
    page(world, Some(&format!("http://{}", world.address())), path, cookie)
}

/// The cookie that an answer sets, without its attributes.
fn cookie(answer: &Answer) -> String {
    let set = answer.headers.get(header::SET_COOKIE).unwrap_or_else(|| panic!("no cookie with {}", answer.body));
    set.to_str().expect("is text").split(';').next().expect("has a value").to_owned()
}

async fn alice_in_a_browser(world: &World) -> Answer {
    alice(world).await;
    let body = json!({"email": "alice@example.org", "password": "correct horse battery"});
    Person::answer(web(world, "/auth/login", "").json(&body)).await
}

on_both_databases! {
    each_refresh_yields_a_new_token_that_works_once,
    fifty_uses_of_one_token_at_once_have_one_successor,
    who_lost_the_answer_gets_it_again_for_ten_seconds,
    a_stolen_token_used_late_ends_its_session_and_no_other,
    a_stolen_token_used_by_another_client_ends_the_session_at_once,
    a_session_expires_after_thirty_idle_days_and_after_ninety,
    signing_out_closes_the_sockets_of_that_session_and_no_other,
    a_reused_token_closes_the_sockets_of_its_session,
    what_was_never_a_refresh_token_is_refused,
    signing_out_ends_both_tokens_at_once_and_for_good,
    the_web_client_gets_its_refresh_token_as_a_cookie_only,
    a_page_of_another_site_can_do_nothing_with_the_cookie,
    two_tabs_that_refresh_at_once_both_stay_signed_in,
    a_page_without_a_cookie_is_signed_out,
    a_dead_cookie_is_taken_away,
    tools_sign_in_with_the_password_form_of_oauth,
}

async fn each_refresh_yields_a_new_token_that_works_once(world: World) {
    let first = alice(&world).await;
    let second = refresh(&world, token(&first)).await;
    assert_eq!((second.status.as_u16(), &second.body["user"]), (200, &first.body["user"]));
    assert_ne!(token(&second), token(&first));
    world.pass(DAY);
    let third = refresh(&world, token(&second)).await;
    assert_eq!(asks(&world, access(&third)).await, 200);
    assert_eq!(asks(&world, access(&first)).await, 401, "an access token does not live that long");
}

async fn fifty_uses_of_one_token_at_once_have_one_successor(world: World) {
    let first = alice(&world).await;
    let answers = join_all((0..50).map(|_| refresh(&world, token(&first)))).await;
    let successors: HashSet<_> = answers.iter().map(token).collect();
    assert_eq!(successors.len(), 1);
    assert_eq!(refresh(&world, successors.into_iter().next().expect("is one")).await.status, 200);
}

async fn who_lost_the_answer_gets_it_again_for_ten_seconds(world: World) {
    let first = alice(&world).await;
    let lost = refresh(&world, token(&first)).await;
    world.pass(Duration::from_secs(10));
    let again = refresh(&world, token(&first)).await;
    assert_eq!(token(&again), token(&lost));
    let third = refresh(&world, token(&again)).await;
    let late = refresh(&world, token(&first)).await;
    assert_eq!(late.status.as_u16(), 401);
    assert_eq!(refresh(&world, token(&again)).await.status, 200, "its own successor waits still");
    assert_eq!(refresh(&world, token(&third)).await.status, 200, "and nobody was accused");
}

async fn a_stolen_token_used_late_ends_its_session_and_no_other(world: World) {
    let first = alice(&world).await;
    let elsewhere = sign_in(&world).await;
    let second = refresh(&world, token(&first)).await;
    world.pass(Duration::from_secs(11));
    assert_eq!(refresh(&world, token(&first)).await.status, 401);
    assert_eq!(refresh(&world, token(&second)).await.status, 401, "the family is dead");
    assert_eq!(asks(&world, access(&second)).await, 401, "its access tokens are too");
    assert_eq!(asks(&world, access(&elsewhere)).await, 200);
    assert_eq!(refresh(&world, token(&elsewhere)).await.status, 200);
}

async fn a_stolen_token_used_by_another_client_ends_the_session_at_once(world: World) {
    let first = alice(&world).await;
    let second = refresh(&world, token(&first)).await;
    let thief = Client::new().post(world.url("/api/v10/auth/refresh")).header(header::USER_AGENT, "Kettle 2.0");
    assert_eq!(Person::answer(thief.json(&json!({"refresh_token": token(&first)}))).await.status, 401);
    assert_eq!(asks(&world, access(&second)).await, 401);
}

async fn a_session_expires_after_thirty_idle_days_and_after_ninety(world: World) {
    let idle = alice(&world).await;
    let mut used = sign_in(&world).await;
    for _ in 0..3 {
        world.pass(DAY * 29);
        used = refresh(&world, token(&used)).await;
        assert_eq!(used.status.as_u16(), 200);
    }
    assert_eq!(refresh(&world, token(&idle)).await.status, 401);
    world.pass(DAY * 3);
    assert_eq!(refresh(&world, token(&used)).await.status, 401, "90 days are over");
}

async fn signing_out_closes_the_sockets_of_that_session_and_no_other(world: World) {
    let first = alice(&world).await;
    let other = sign_in(&world).await;
    let mut closing = world.stranger().with_token(access(&first)).connects().await;
    let mut staying = world.stranger().with_token(access(&other)).connects().await;
    Person::answer(post(&world, "/auth/logout").json(&json!({"refresh_token": token(&first)}))).await.ok();
    assert_eq!(closing.closed().await, 4004);
    staying.settles().await;
}

async fn a_reused_token_closes_the_sockets_of_its_session(world: World) {
    let first = alice(&world).await;
    let second = refresh(&world, token(&first)).await;
    let mut socket = world.stranger().with_token(access(&second)).connects().await;
    world.pass(Duration::from_secs(11));
    refresh(&world, token(&first)).await.refused(401, 0);
    assert_eq!(socket.closed().await, 4004);
}

async fn what_was_never_a_refresh_token_is_refused(world: World) {
    let first = alice(&world).await;
    for wrong in [json!("x"), json!(""), json!(access(&first)), json!("x".repeat(10_000))] {
        assert_eq!(Person::answer(post(&world, "/auth/refresh").json(&json!({"refresh_token": wrong}))).await.status, 401);
    }
    for nothing in ["", "{}", "{\"refresh_token\":null}"] {
        assert_eq!(Person::answer(post(&world, "/auth/refresh").body(nothing)).await.status, 401, "{nothing}");
    }
    assert_eq!(Person::answer(post(&world, "/auth/refresh").json(&json!({"token": "x"}))).await.status, 400);
    assert_eq!(asks(&world, token(&first)).await, 401, "a refresh token is no access token");
}

async fn signing_out_ends_both_tokens_at_once_and_for_good(world: World) {
    let first = alice(&world).await;
    let by_access = sign_in(&world).await;
    let out = Person::answer(post(&world, "/auth/logout").json(&json!({"refresh_token": token(&first)}))).await;
    assert_eq!((out.status.as_u16(), &out.body), (204, &Value::Null));
    assert_eq!(asks(&world, access(&first)).await, 401);
    assert_eq!(refresh(&world, token(&first)).await.status, 401);
    assert_eq!(asks(&world, access(&by_access)).await, 200, "the other log-in lives");
    assert_eq!(Person::answer(post(&world, "/auth/logout").bearer_auth(access(&by_access))).await.status, 204);
    assert_eq!(refresh(&world, token(&by_access)).await.status, 401);
    assert_eq!(Person::answer(post(&world, "/auth/logout").json(&json!({"refresh_token": "x"}))).await.status, 204);
    assert_eq!(Person::answer(post(&world, "/auth/logout")).await.status, 401, "there is nothing to end");
}

async fn the_web_client_gets_its_refresh_token_as_a_cookie_only(world: World) {
    let signed_in = alice_in_a_browser(&world).await;
    assert_eq!(signed_in.body["refresh_token"], Value::Null);
    let set = signed_in.headers[header::SET_COOKIE].to_str().expect("is text").to_owned();
    for attribute in ["chatspace_refresh=", "; HttpOnly", "; SameSite=Strict", "; Path=/api/v10/auth", "; Max-Age=2592000"] {
        assert!(set.contains(attribute), "{attribute} in {set}");
    }
    assert!(!set.contains("Secure") && !set.contains("Domain"), "{set}");
    let value = set.split(['=', ';']).nth(1).expect("has a value").to_owned();
    assert!(!signed_in.body.to_string().contains(&value));
    let again = Person::answer(web(&world, "/auth/refresh", &cookie(&signed_in))).await;
    assert_eq!((again.status.as_u16(), &again.body["refresh_token"]), (200, &Value::Null));
    assert_ne!(cookie(&again), cookie(&signed_in));
    let out = Person::answer(web(&world, "/auth/logout", &cookie(&again))).await;
    assert_eq!((out.status.as_u16(), cookie(&out).as_str()), (204, "chatspace_refresh="));
    assert_eq!(out.headers["clear-site-data"], "\"cache\"");
    assert_eq!(Person::answer(web(&world, "/auth/refresh", &cookie(&again))).await.status, 401);
}

async fn a_page_of_another_site_can_do_nothing_with_the_cookie(world: World) {
    let signed_in = alice_in_a_browser(&world).await;
    let cookie_text = cookie(&signed_in);
    for path in ["/auth/refresh", "/auth/logout"] {
        let without_header = post(&world, path).header(header::COOKIE, &cookie_text);
        assert_eq!(Person::answer(without_header).await.status, 403, "{path} without the header of the web client");
        let origins = ["https://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1", "http://localhost", ""];
        for origin in origins.map(Some).into_iter().chain([None]) {
            let refused = Person::answer(page(&world, origin, path, &cookie_text)).await;
            assert_eq!(refused.status.as_u16(), 403, "{path} from {origin:?}");
            assert!(!refused.headers.contains_key(header::SET_COOKIE));
        }
    }
    let from_page = Person::answer(web(&world, "/auth/refresh", &cookie_text)).await;
    assert_eq!(from_page.status.as_u16(), 200, "nothing was spent or ended");
}

async fn two_tabs_that_refresh_at_once_both_stay_signed_in(world: World) {
    let signed_in = alice_in_a_browser(&world).await;
    let (one, other) = (web(&world, "/auth/refresh", &cookie(&signed_in)), web(&world, "/auth/refresh", &cookie(&signed_in)));
    let (one, other) = join!(Person::answer(one), Person::answer(other));
    assert_eq!((one.status.as_u16(), other.status.as_u16()), (200, 200));
    assert_eq!(cookie(&one), cookie(&other));
    world.pass(DAY);
    assert_eq!(Person::answer(web(&world, "/auth/refresh", &cookie(&other))).await.status, 200);
}

async fn a_page_without_a_cookie_is_signed_out(world: World) {
    let bare = post(&world, "/auth/refresh").header("x-chatspace-client", "web");
    let nobody = Person::answer(bare).await;
    assert_eq!((nobody.status.as_u16(), nobody.headers.get(header::SET_COOKIE)), (204, None));
    let shown = post(&world, "/auth/refresh").header("x-chatspace-client", "web");
    let wrong = Person::answer(shown.json(&json!({ "refresh_token": "AAAA" }))).await;
    assert_eq!(wrong.status, 401, "a token that is shown is judged");
    assert_eq!(Person::answer(post(&world, "/auth/refresh")).await.status, 401, "a program without a token is not signed in");
}

async fn a_dead_cookie_is_taken_away(world: World) {
    let refused = Person::answer(web(&world, "/auth/refresh", "chatspace_refresh=dead")).await;
    assert_eq!((refused.status.as_u16(), cookie(&refused).as_str()), (401, "chatspace_refresh="));
}

async fn tools_sign_in_with_the_password_form_of_oauth(world: World) {
    alice(&world).await;
    let form = |fields: &[(&str, &str)]| {
        let fields: Vec<_> = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Person::answer(post(&world, "/auth/token").basic_auth("", Some("")).form(&fields))
    };
    let (user, password) = (("username", "alice@example.org"), ("password", "correct horse battery"));
    let signed_in = form(&[("grant_type", "password"), user, password, ("scope", ""), ("client_id", "x")]).await;
    assert_eq!((signed_in.status.as_u16(), &signed_in.body["token_type"]), (200, &json!("bearer")), "{}", signed_in.body);
    assert_eq!(signed_in.body.as_object().expect("is an object").len(), 4);
    assert_eq!(asks(&world, access(&signed_in)).await, 200);
    let refreshed = form(&[("grant_type", "refresh_token"), ("refresh_token", token(&signed_in))]).await;
    assert_eq!(asks(&world, access(&refreshed)).await, 200);
    let wrong = form(&[("grant_type", "password"), user, ("password", "swordfish is wrong")]).await;
    assert_eq!(wrong.status.as_u16(), 400);
    assert!(wrong.body["message"].as_str().is_some_and(|text| text.starts_with("invalid_grant")));
    for (fields, error) in [
        (vec![("grant_type", "password"), user], "invalid_request"),
        (vec![("grant_type", "client_credentials")], "unsupported_grant_type"),
        (vec![("grant_type", "password"), user, password, ("is_admin", "1")], "invalid_request"),
        (vec![], "invalid_request"),
    ] {
        let refused = form(&fields).await;
        assert_eq!(refused.status.as_u16(), 400);
        assert!(refused.body["message"].as_str().is_some_and(|text| text.starts_with(error)), "{}", refused.body);
        assert!(!refused.body.to_string().contains("correct horse"));
    }
    assert_eq!(Person::answer(post(&world, "/auth/token").json(&json!({"grant_type": "password"}))).await.status, 400);
}

#[actix_web::test]
async fn over_tls_the_cookie_is_secure_and_says_so_in_its_name() {
    let world = World::with(Engine::Sqlite, &[("PUBLIC_URL", "https://chat.example.org")]).await;
    let signed_in = alice_in_a_browser(&world).await;
    let set = signed_in.headers[header::SET_COOKIE].to_str().expect("is text");
    assert!(set.starts_with("__Secure-chatspace_refresh=") && set.contains("; Secure"), "{set}");
    let from_page = web(&world, "/auth/refresh", &cookie(&signed_in)).header(header::ORIGIN, "https://chat.example.org");
    assert_eq!(Person::answer(from_page).await.status, 200);
}
