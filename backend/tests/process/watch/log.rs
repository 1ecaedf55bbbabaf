//! The log: whole lines of JSON, a code for what matters to safety, and nobody's secrets.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use reqwest::{Client, Method};
use serde_json::{Value, json};
use totp_rs::{Builder, Secret};

use super::{
    Person, Socket, ask,
    figures::{figure, size},
    post, register, text,
};
use crate::program::Program;

const KEY: &str = "canary-key-3f8a1c5e9b7d2046a8c1e3f57b9d0246";
const MAIL_PASSWORD: &str = "canary-mail-password";
/// As in a name that is made to look like something else in a log.
const ODD: &str = "tea\u{202e} {} %s \u{1b}[31m";

/// All that it has logged, each line read.
#[track_caller]
pub fn lines(program: &Program) -> Vec<Value> {
    let logged = program.logged();
    logged.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}

fn watched() -> Program {
    Program::on_sqlite()
        .with("LOG_FORMAT", "json")
        .with("RUST_LOG", "debug")
        .with("DEBUG", "true")
        .with("METRICS_ADDR", "0")
        .with("SECRET_KEY", KEY)
        .with("SMTP_URL", &format!("smtp://mailer:{MAIL_PASSWORD}@127.0.0.1:9?tls=required"))
        .with("MAIL_FROM", "chat@example.org")
}

/// What must not be seen anywhere, by what it is.
type Canaries = BTreeMap<&'static str, String>;

/// Everything at the door, done right and wrong.
async fn post_auth(program: &Program, canaries: &mut Canaries) -> String {
    let mut bring = |what: &'static str, canary: &str| canaries.insert(what, canary.to_owned());
    for (what, canary) in [("password", "canary of a password"), ("wrong password", "canary of a wrong password")] {
        bring(what, canary);
    }
    bring("second password", "canary of a second password");
    bring("e-mail address", "canary-address@example.org");
    let form = json!({"email": "canary-address@example.org", "username": "ann", "password": "canary of a password"});
    let (status, registered) = post(program, "/auth/register", "", &form).await;
    assert_eq!(status, 201, "{registered}");
    let (access, refresh) = (text(&registered["access_token"]), text(&registered["refresh_token"]));
    bring("access token", &access);
    bring("refresh token", &refresh);
    let (_, next) = post(program, "/auth/refresh", "", &json!({"refresh_token": refresh})).await;
    bring("next refresh token", &text(&next["refresh_token"]));
    let (_, setup) = post(program, "/auth/totp", &access, &json!({})).await;
    bring("second factor", &text(&setup["secret"]));
    let secret = Secret::try_from_base32(text(&setup["secret"])).expect("base 32");
    let code = Builder::new().with_secret(secret).build().expect("a secret").generate_current().to_string();
    let (_, confirmed) = post(program, "/auth/totp/confirm", &access, &json!({"code": code})).await;
    bring("recovery code", &text(&confirmed["codes"][0]));
    let change = json!({"current_password": "canary of a password", "new_password": "canary of a second password"});
    assert_eq!(post(program, "/auth/password", &access, &change).await.0, 204);
    for body in [
        json!({"email": "canary-address@example.org", "password": "canary of a wrong password"}),
        json!({"email": "canary-address@example.org", "password": "canary of a second password", "code": "canary-code"}),
        json!({"email": ["canary of a wrong password"], "password": {"canary of a wrong password": 1}}),
    ] {
        assert!(post(program, "/auth/login", "", &body).await.0 >= 400);
    }
    bring("wrong code", "canary-code");
    post(program, "/auth/forgot", "", &json!({"email": "canary-address@example.org"})).await;
    bring("link", "canary-link-token");
    post(program, "/auth/reset", "", &json!({"token": "canary-link-token", "password": "canary of a password"})).await;
    access
}

/// What people write, upload and subscribe to.
async fn inside(program: &Program, token: &str, canaries: &mut Canaries) {
    let mut bring = |what: &'static str, canary: &str| canaries.insert(what, canary.to_owned());
    bring("guild name", "canary-guild");
    let (status, guild) = post(program, "/guilds", token, &json!({"name": "canary-guild", "system_channel_flags": 1})).await;
    assert_eq!(status, 201, "{guild}");
    let channel = text(&guild["system_channel_id"]);
    bring("message", "canary-message");
    bring("nonce", "canary-nonce");
    let path = format!("/channels/{channel}/messages");
    let (_, message) = post(program, &path, token, &json!({"content": "canary-message", "nonce": "canary-nonce"})).await;
    bring("edit", "canary-edit");
    let edited = format!("/api/v10{path}/{}", text(&message["id"]));
    ask(program, Method::PATCH, &edited, token, Some(&json!({"content": "canary-edit"}))).await;
    ask(program, Method::DELETE, &edited, token, None).await;
    let (_, invite) = post(program, &format!("/channels/{channel}/invites"), token, &json!({})).await;
    bring("invite", &text(&invite["code"]));
    ask(program, Method::GET, &format!("/api/v10/invites/{}", text(&invite["code"])), "", None).await;
    bring("display name", "canary-name");
    let profile = json!({"global_name": "canary-name", "bio": ODD});
    ask(program, Method::PATCH, "/api/v10/users/@me", token, Some(&profile)).await;
    bring("search", "canary-search");
    let found = format!("/api/v10/guilds/{}/members/search?query=canary-search", text(&guild["id"]));
    ask(program, Method::GET, &found, token, None).await;
    bring("push key", "canary-push-key");
    bring("push address", "canary-push-address");
    let push = json!({"endpoint": "https://127.0.0.1:9/canary-push-address", "keys": {"p256dh": "canary-push-key", "auth": "canary-push-key"}});
    post(program, "/users/@me/push-subscriptions", token, &push).await;
    bring("reason of a refusal", "canary-field");
    post(program, &path, token, &json!({"content": {"canary-field": "canary-field"}})).await;
}

/// Headers, addresses and files that go wrong.
async fn around(program: &Program, token: &str, canaries: &mut Canaries) {
    let mut bring = |what: &'static str, canary: &str| canaries.insert(what, canary.to_owned());
    for (what, canary) in [
        ("query", "canary-query"),
        ("query of a token", "canary-in-query"),
        ("path", "canary-path"),
        ("cookie", "canary-cookie"),
        ("bad token", "canary-token"),
        ("basic authorization", "Y2FuYXJ5OmNhbmFyeQ"),
        ("header", "canary-header"),
        ("body that is no JSON", "canary-body"),
        ("file name", "canary-file"),
    ] {
        bring(what, canary);
    }
    let client = Client::new();
    for path in
        ["/api/v10/users/@me?q=canary-query", "/canary-path?canary-query", "/api/v10/canary-path", "/avatars/canary-path/x.png"]
    {
        ask(program, Method::GET, path, token, None).await;
    }
    ask(program, Method::GET, "/api/v10/users/@me?access_token=canary-in-query", "", None).await;
    ask(program, Method::GET, "/api/v10/users/@me", "canary-token", None).await;
    for (name, value) in [
        ("cookie", "chatspace_refresh=canary-cookie; session=canary-cookie"),
        ("authorization", "Basic Y2FuYXJ5OmNhbmFyeQ=="),
        ("user-agent", "canary-header"),
        ("referer", "https://example.org/canary-header"),
        ("x-forwarded-for", "canary-header"),
        ("traceparent", "00-canary-header-01"),
        ("x-request-id", "canary-header"),
        ("accept-language", "canary-header"),
        ("if-none-match", "\"canary-header\""),
        ("content-type", "text/canary-header"),
    ] {
        for path in ["/api/v10/auth/refresh", "/api/v10/guilds", "/health/ready", "/gateway"] {
            let request = client.post(program.url(path)).header(name, value).body("{canary-body");
            request.send().await.expect("an answer");
        }
    }
    // The folder of pictures is none any more, so the server fails at what it should do.
    let media = program.folder().join("data/media");
    let _ = fs::remove_dir_all(&media);
    fs::write(&media, "in the way").expect("is written");
    let head = b"--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"canary-file.png\"\r\n\r\n";
    let body = [&head[..], &super::super::images::small_png(), b"\r\n--edge--\r\n"].concat();
    let request = client.put(program.url("/api/v10/users/@me/avatar")).bearer_auth(token);
    let request = request.header("content-type", "multipart/form-data; boundary=edge").body(body);
    assert_eq!(request.send().await.expect("an answer").status(), 500);
}

/// Frames that are right and wrong.
async fn over_the_gateway(program: &Program, token: &str, canaries: &mut Canaries) {
    let ann = Person { id: String::new(), token: token.to_owned() };
    let (mut socket, ready) = Socket::identified(program, &ann).await;
    let session = text(&ready["session_id"]);
    canaries.insert("session", session.clone());
    let seen = json!({"bio": "canary-name is told to this session"});
    ask(program, Method::PATCH, "/api/v10/users/@me", token, Some(&seen)).await;
    canaries.insert("frame", "canary-frame".to_owned());
    socket.say(&json!({"op": 99, "d": "canary-frame"})).await;
    socket.is_closed().await;
    for frame in [
        json!({"op": 2, "d": {"token": "canary-frame", "properties": {"os": "canary-frame"}}}),
        json!({"op": 6, "d": {"token": ann.token, "session_id": "canary-frame", "seq": 1}}),
        json!({"op": 6, "d": {"token": ann.token, "session_id": session, "seq": 1_000_000}}),
        json!("canary-frame"),
    ] {
        let mut socket = Socket::open(program).await;
        socket.say(&frame).await;
        socket.next().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_life_leaves_whole_lines_and_no_secret_in_the_log_the_metrics_or_the_health() {
    let mut program = watched();
    program.starts();
    assert!(
        program.limits().lines().any(|line| line.starts_with("Max core file size") && line.contains(" 0  ")),
        "no core dumps"
    );
    let mut canaries = Canaries::from([("server key", KEY.to_owned()), ("mail password", MAIL_PASSWORD.to_owned())]);
    let token = post_auth(&program, &mut canaries).await;
    inside(&program, &token, &mut canaries).await;
    over_the_gateway(&program, &token, &mut canaries).await;
    around(&program, &token, &mut canaries).await;
    let client = Client::new();
    let mut seen = program.logged();
    for url in [program.metrics_url("/metrics"), program.url("/health/live"), program.url("/health/ready")] {
        seen += &client.get(url).send().await.expect("an answer").text().await.expect("text");
    }
    program.is_told_to_stop();
    seen += &program.logged();

    let leaks: Vec<_> = canaries.iter().filter(|(_, canary)| seen.contains(canary.as_str())).collect();
    assert!(canaries.len() >= 20, "{}", canaries.len());
    for what in ["request failed", "chatspace::dispatch"] {
        assert!(seen.contains(what), "{what} is there");
    }
    assert!(leaks.is_empty(), "{leaks:?}");
    figure(
        'c',
        "canaries found in log, metrics and health at debug level",
        format!("{} of {}", leaks.len(), canaries.len()),
        "0",
        true,
    );
    every_line_has_its_keys(&program);
}

fn every_line_has_its_keys(program: &Program) {
    let (logged, lines) = (program.logged(), lines(program));
    for line in &lines {
        let time = text(&line["time"]);
        assert!(time.len() == 24 && time.ends_with('Z') && time.as_bytes()[19] == b'.', "{line}");
        assert!(["level", "target", "message"].iter().all(|key| line[key].is_string()), "{line}");
    }
    let requests: Vec<_> = lines.iter().filter(|line| line["target"] == "chatspace::requests").collect();
    for line in &requests {
        assert!(["method", "route", "request_id", "address"].iter().all(|key| line[key].is_string()), "{line}");
        assert!(line["status"].is_u64() && line["duration_us"].is_u64(), "{line}");
        assert_eq!(line["address"], "127.0.0.0/24");
    }
    assert!(requests.len() > 60 && requests.iter().any(|line| line["user"].is_i64()));
    let longest = logged.lines().map(str::len).max().unwrap_or_default();
    assert!(!logged.contains(|character: char| character.is_control() && character != '\n'));
    figure('a', "log lines that are valid JSON", format!("{} of {}", lines.len(), logged.lines().count()), "all", true);
    figure('b', "longest line", format!("{longest} bytes"), "4,096", longest < 4096);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_matters_to_safety_has_one_line_with_a_code() {
    let mut program = Program::on_sqlite().with("LOG_FORMAT", "json").with("PUBLIC_URL", "https://chat.example.org");
    program.starts();
    let ann = register(&program, "ann").await;
    let bob = register(&program, "bob").await;
    let door = |password: &str| json!({"email": "bob@example.org", "password": password});
    assert!(post(&program, "/auth/login", "", &door("wrong horse battery")).await.0 >= 400);
    let (_, again) = post(&program, "/auth/login", "", &door(super::PASSWORD)).await;
    let spent = json!({"refresh_token": again["refresh_token"]});
    let (_, next) = post(&program, "/auth/refresh", "", &spent).await;
    post(&program, "/auth/refresh", "", &json!({"refresh_token": next["refresh_token"]})).await;
    // Not the client that the log-in belongs to.
    let stolen = Client::new().post(program.url("/api/v10/auth/refresh")).header("user-agent", "another").json(&spent);
    assert!(!stolen.send().await.expect("an answer").status().is_success());
    ask(&program, Method::GET, "/api/v10/users/@me", "none", None).await;
    let account = format!("/api/v10/chatspace/admin/users/{}", bob.id);
    let disabled = json!({"disabled": true});
    assert_eq!(ask(&program, Method::PATCH, &account, &bob.token, Some(&disabled)).await.status(), 403);
    let done = program.runs(&["admin", "disable", "bob"]);
    assert!(done.status.success());
    let done = program.runs(&["admin", "registration", "closed"]);
    assert!(done.status.success());
    post(&program, "/auth/logout", &ann.token, &json!({})).await;
    program.is_told_to_stop();

    let lines = lines(&program);
    let of_safety = lines.iter().filter(|line| line["target"] == "chatspace::security");
    let codes: Vec<String> = of_safety.map(|line| text(&line["code"])).collect();
    for (code, times) in [
        ("settings", 1),
        ("registered", 2),
        ("login_failed", 1),
        ("login", 1),
        ("refresh_token_reused", 1),
        ("denied", 1),
        ("account_disabled", 1),
        ("registration_set", 1),
        ("logout", 1),
    ] {
        assert_eq!(codes.iter().filter(|seen| *seen == code).count(), times, "{code} in {codes:?}");
    }
    let kinds: BTreeSet<&String> = codes.iter().collect();
    figure('d', "kinds of security events seen with a code", kinds.len(), ">= 9", kinds.len() >= 9);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_password_of_an_unreachable_database_is_not_logged() {
    let program =
        Program::on_sqlite().with("DATABASE_URL", "postgres://chat:canary-dsn@127.0.0.1:9/chat").with("RUST_LOG", "debug");
    let output = program.runs(&["serve"]);
    assert_eq!(output.status.code(), Some(74));
    let said = [output.stdout, output.stderr].concat();
    assert!(!String::from_utf8_lossy(&said).contains("canary-dsn"));
}

#[tokio::test(flavor = "multi_thread")]
async fn names_cannot_make_lines_of_their_own() {
    let mut program = Program::on_sqlite().with("LOG_FORMAT", "json").with("RUST_LOG", "debug");
    program.starts();
    for number in 0..size(3, 100) {
        let origin = format!("https://{ODD}\u{7f}{}", "x".repeat(7000 + number)).replace('\u{1b}', "");
        let request = Client::new().post(program.url("/api/v10/auth/refresh")).header("origin", origin.as_bytes());
        request.json(&json!({})).send().await.ok();
    }
    program.is_told_to_stop();
    assert!(program.logged().lines().all(|line| line.len() < 4096 && serde_json::from_str::<Value>(line).is_ok()));
}
