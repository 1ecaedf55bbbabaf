//! `chatspace admin`, beside a server that runs and without one.

use std::{fs::File, process::Output};

use fs4::fs_std::FileExt;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

use crate::program::Program;

#[track_caller]
fn said(output: &Output) -> String {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{} {errors}", output.status);
    String::from_utf8(output.stdout.clone()).expect("text")
}

/// Asserts a failure by its exit code, with a reason on the error output and nothing else.
#[track_caller]
fn failed(output: &Output, code: i32, reason: &str) {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{errors}");
    assert!(errors.contains(reason), "{errors}");
    assert!(output.stdout.is_empty());
}

fn json_of(output: &Output) -> Value {
    serde_json::from_str(&said(output)).expect("JSON")
}

async fn bob(program: &Program, client: &Client) -> String {
    let form = json!({"email": "bob@example.org", "username": "bob", "password": "correct horse battery"});
    let answer = client.post(program.url("/api/v10/auth/register")).json(&form).send().await.expect("an answer");
    let body: Value = answer.json().await.expect("JSON");
    body["access_token"].as_str().expect("a token").to_owned()
}

async fn asks(program: &Program, client: &Client, token: &str) -> StatusCode {
    let request = client.get(program.url("/api/v10/users/@me")).bearer_auth(token);
    request.send().await.expect("an answer").status()
}

async fn instance(program: &Program, client: &Client) -> Value {
    let request = client.get(program.url("/api/v10/chatspace/instance"));
    request.send().await.expect("an answer").json().await.expect("JSON")
}

async fn beside_a_running_server(mut program: Program) {
    program.starts();
    let client = Client::new();
    program.owner(&client).await;
    let token = bob(&program, &client).await;

    let users = json_of(&program.runs(&["admin", "users", "--json"]));
    let names: Vec<_> = users.as_array().expect("a list").iter().map(|account| &account["user"]["username"]).collect();
    assert_eq!(names, ["ann", "bob"]);
    assert!(said(&program.runs(&["admin", "users", "BOB@"])).starts_with("bob  bob@example.org"));

    said(&program.runs(&["admin", "disable", "bob"]));
    assert_eq!(asks(&program, &client, &token).await, 401, "at once");
    said(&program.runs(&["admin", "enable", "Bob@Example.org"]));
    assert_eq!(json_of(&program.runs(&["admin", "--json", "promote", "bob"]))["operator"], true);
    assert_eq!(json_of(&program.runs(&["admin", "demote", "bob", "--json"]))["operator"], false);
    failed(&program.runs(&["admin", "demote", "ann"]), 77, "last operator");
    failed(&program.runs(&["admin", "disable", "ann"]), 77, "last operator");
    failed(&program.runs(&["admin", "disable", "nobody"]), 67, "nobody");
    failed(&program.runs(&["admin", "disable", "bo"]), 67, "bo");

    said(&program.runs(&["admin", "registration", "invite"]));
    assert_eq!(instance(&program, &client).await["registration"], "invite", "at once");
    assert_eq!(json_of(&program.runs(&["admin", "registration", "--json"])), json!({"registration": "invite"}));
    assert_eq!(program.runs(&["admin", "registration", "perhaps"]).status.code(), Some(2));
    let link = json_of(&program.runs(&["admin", "reset-link", "bob", "--json"]));
    assert!(link["url"].as_str().is_some_and(|url| url.contains("/link/reset#")), "{link}");
    said(&program.runs(&["admin", "reset-second-factor", "bob"]));
}

async fn without_a_server(program: Program) {
    let mut program = program.with("PUBLIC_URL", "https://chat.example.org");
    program.starts();
    let client = Client::new();
    program.owner(&client).await;
    bob(&program, &client).await;
    program.is_told_to_stop();

    said(&program.runs(&["admin", "registration", "closed"]));
    said(&program.runs(&["admin", "promote", "bob"]));
    said(&program.runs(&["admin", "disable", "ann"]));
    failed(&program.runs(&["admin", "demote", "bob"]), 77, "last operator");
    let link = said(&program.runs(&["admin", "reset-link", "bob"]));
    assert!(link.starts_with("https://chat.example.org/link/reset#"), "{link}");

    program.starts();
    assert_eq!(instance(&program, &client).await["registration"], "closed");
    let users = json_of(&program.runs(&["admin", "users", "--json"]));
    let of = |name: &str| users.as_array().expect("a list").iter().find(|account| account["user"]["username"] == name).cloned();
    assert_eq!(of("ann").expect("is there")["disabled"], true);
    assert_eq!(of("bob").expect("is there")["operator"], true);
    program.is_killed();
    said(&program.runs(&["admin", "enable", "ann"]));
}

mod sqlite {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn the_instance_is_operated_while_its_server_runs() {
        beside_a_running_server(Program::on_sqlite()).await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_instance_is_operated_while_its_server_does_not_run() {
        without_a_server(Program::on_sqlite()).await;
    }
}

mod postgres {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn the_instance_is_operated_while_its_server_runs() {
        beside_a_running_server(Program::on_postgres().await).await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_instance_is_operated_while_its_server_does_not_run() {
        without_a_server(Program::on_postgres().await).await;
    }
}

#[test]
fn where_there_is_no_instance_none_is_made() {
    let program = Program::on_sqlite();
    failed(&program.runs(&["admin", "users"]), 66, "data.db");
    assert!(!program.folder().join("data/data.db").exists());
}

#[test]
fn with_another_key_nobody_is_an_operator() {
    let mut program = Program::on_sqlite().with("SECRET_KEY", "3f8a1c5e9b7d2046a8c1e3f57b9d0246");
    program.starts();
    let mut command = program.command(&["admin", "users"]);
    let output = command.env("SECRET_KEY", "00aa11bb22cc33dd44ee55ff66778899").output().expect("the program runs");
    failed(&output, 77, "SECRET_KEY");
}

#[test]
fn a_folder_locked_by_another_program_is_reported() {
    let program = Program::on_sqlite();
    assert!(program.runs(&["init-db"]).status.success());
    let lock = File::create(program.folder().join("data/lock")).expect("is made");
    assert!(lock.try_lock_exclusive().expect("locks"));
    failed(&program.runs(&["admin", "users"]), 69, "no server responds");
}
