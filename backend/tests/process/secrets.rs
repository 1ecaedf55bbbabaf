//! What is secret is nowhere to be found: not in the data folder, not in the log. And a log-in outlives a kill.

use std::{fs, path::Path};

use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use totp_rs::{Builder, Secret};

use crate::program::Program;

const PASSWORD: &str = "canary of the password";
const NEW_PASSWORD: &str = "canary of the second password";
const WRONG_PASSWORD: &str = "canary of a wrong password";

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("text, not {value}")).to_owned()
}

async fn ask(program: &Program, path: &str, token: &str, body: &Value) -> (StatusCode, Value) {
    let request = Client::new().post(program.url(&format!("/api/v10{path}"))).bearer_auth(token).json(body);
    let answer = request.send().await.expect("an answer");
    let status = answer.status();
    (status, answer.json().await.unwrap_or(Value::Null))
}

/// Every file below a folder, with what is in it.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            found.extend(files(&entry));
        } else {
            found.push((entry.display().to_string(), fs::read(&entry).expect("a file")));
        }
    }
    found
}

fn holds(bytes: &[u8], canary: &str) -> bool {
    bytes.windows(canary.len()).any(|window| window == canary.as_bytes())
}

/// Uses every way in, right and wrong, and yields all that was secret in it.
async fn secrets_of_a_life(program: &Program) -> Vec<String> {
    let mut secrets: Vec<String> = [PASSWORD, NEW_PASSWORD, WRONG_PASSWORD].map(str::to_owned).to_vec();
    let form = json!({"email": "ann@example.org", "username": "ann", "password": PASSWORD});
    let (_, registered) = ask(program, "/auth/register", "", &form).await;
    let (access, refresh) = (text(&registered["access_token"]), text(&registered["refresh_token"]));
    let (_, refreshed) = ask(program, "/auth/refresh", "", &json!({"refresh_token": refresh})).await;
    let next = text(&refreshed["refresh_token"]);
    let (_, setup) = ask(program, "/auth/totp", &access, &json!({})).await;
    let secret = text(&setup["secret"]);
    let codes = Builder::new().with_secret(Secret::try_from_base32(&secret).expect("base 32")).build().expect("a secret");
    let (_, confirmed) =
        ask(program, "/auth/totp/confirm", &access, &json!({"code": codes.generate_current().to_string()})).await;
    let change = json!({"current_password": PASSWORD, "new_password": NEW_PASSWORD});
    assert_eq!(ask(program, "/auth/password", &access, &change).await.0, StatusCode::NO_CONTENT);
    for body in [
        json!({"email": "ann@example.org", "password": WRONG_PASSWORD}),
        json!({"email": "ann@example.org", "password": NEW_PASSWORD, "code": "999999"}),
        json!({"email": WRONG_PASSWORD, "password": [WRONG_PASSWORD]}),
    ] {
        assert!(!ask(program, "/auth/login", &access, &body).await.0.is_success());
    }
    ask(program, "/auth/refresh", "", &json!({"refresh_token": "canary-of-a-refresh-token-that-is-none"})).await;
    secrets.push("canary-of-a-refresh-token-that-is-none".to_owned());
    ask(program, &format!("/users/@me?access_token={access}"), "", &json!({})).await;
    for code in confirmed["codes"].as_array().expect("codes").iter().map(text) {
        secrets.push(code.replace('-', ""));
        secrets.push(code);
    }
    secrets.extend([access, refresh, next, secret]);
    secrets
}

#[tokio::test]
async fn no_secret_is_in_the_data_folder_or_the_log() {
    let mut program = Program::on_sqlite().with("RUST_LOG", "debug").with("DEBUG", "true").with("LOG_FORMAT", "json");
    program.starts();
    let secrets = secrets_of_a_life(&program).await;
    assert_eq!(secrets.len(), 3 + 1 + 20 + 4);
    program.is_killed();
    let files = files(&program.folder().join("data"));
    assert!(files.iter().any(|(_, bytes)| holds(bytes, "ann@example.org")), "what is no secret is found");
    let logged = program.logged();
    assert!(logged.lines().count() > 20, "it logs");
    for secret in secrets {
        for (name, bytes) in &files {
            assert!(!holds(bytes, &secret), "{secret} is in {name}");
        }
        assert!(!logged.contains(&secret), "{secret} is in the log");
    }
}

async fn a_refresh_whose_answer_was_lost(mut program: Program) {
    program.starts();
    let form = json!({"email": "ann@example.org", "username": "ann", "password": PASSWORD});
    let (_, registered) = ask(&program, "/auth/register", "", &form).await;
    let token = json!({"refresh_token": registered["refresh_token"]});
    let (status, lost) = ask(&program, "/auth/refresh", "", &token).await;
    assert_eq!(status, StatusCode::OK);
    program.is_killed();
    program.starts();
    let (status, again) = ask(&program, "/auth/refresh", "", &token).await;
    assert_eq!((status, &again["refresh_token"]), (StatusCode::OK, &lost["refresh_token"]));
    let (status, _) = ask(&program, "/auth/refresh", "", &json!({"refresh_token": again["refresh_token"]})).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn who_lost_the_answer_to_a_kill_gets_the_same_token_on_sqlite() {
    a_refresh_whose_answer_was_lost(Program::on_sqlite()).await;
}

#[tokio::test]
async fn who_lost_the_answer_to_a_kill_gets_the_same_token_on_postgres() {
    a_refresh_whose_answer_was_lost(Program::on_postgres().await).await;
}
