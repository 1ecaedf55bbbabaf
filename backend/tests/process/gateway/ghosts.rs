//! A connection that answers heartbeats and is told nothing is closed, and what its client missed is not hidden from it.

use std::time::{Duration, Instant};

use reqwest::Client as Http;
use serde_json::{Value, json};

use super::{Client, told};
use crate::program::Program;

/// R-41 allows so long.
const WITHIN: Duration = Duration::from_secs(15);
/// For a machine that is busy with something else.
const AT_MOST: Duration = Duration::from_secs(25);

async fn member(program: &Program, http: &Http, owner: &str, channel: &str) -> (String, String) {
    let form = json!({"email": "bob@example.org", "username": "bob", "password": "correct horse battery"});
    let answer = http.post(program.url("/api/v10/auth/register")).json(&form).send().await.expect("an answer");
    let bob: Value = answer.json().await.expect("JSON");
    let token = bob["access_token"].as_str().expect("a token").to_owned();
    let invite = program.post(http, &format!("/channels/{channel}/invites"), owner, &json!({})).await;
    let code = invite["code"].as_str().expect("a code");
    program.post(http, &format!("/invites/{code}"), &token, &json!({})).await;
    (token, bob["user"]["id"].as_str().expect("an id").to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_events_do_not_come_to_is_closed_and_its_session_is_not_resumed_with_a_gap() {
    let folder = tempfile::tempdir().expect("a folder");
    let fault = folder.path().join("hidden-from");
    let mut program = Program::on_sqlite().with("FAULT_FAN_OUT", fault.to_str().expect("text"));
    program.starts();
    let http = Http::new();
    let (ann_token, channel) = program.owner(&http).await;
    let (bob_token, bob) = member(&program, &http, &ann_token, &channel).await;
    let path = format!("/channels/{channel}/messages");
    let mut ann = Client::identifies(&program, &ann_token).await;
    let mut ghost = Client::identifies(&program, &bob_token).await;
    program.post(&http, &path, &ann_token, &json!({"content": "heard"})).await;
    ghost.settles().await.expect("it is there");
    assert_eq!(ghost.heard, ["heard"]);

    std::fs::write(&fault, &bob).expect("the fault begins");
    let began = Instant::now();
    program.post(&http, &path, &ann_token, &json!({"content": "missed"})).await;
    ghost.settles().await.expect("its heartbeats are answered all the same");
    assert_eq!(ghost.heard, ["heard"], "the fault is real");
    let code = tokio::time::timeout(AT_MOST, ghost.hears("nothing of this name")).await.expect("it is not left alone");
    let took = began.elapsed();
    assert_eq!(code.err(), Some(4900));
    std::fs::remove_file(&fault).expect("the fault ends");

    let mut back = Client::opens(&program).await;
    back.says(6, json!({"token": bob_token, "session_id": ghost.session, "seq": ghost.seq})).await;
    let answer = back.reads(|frame| frame["op"] == 9 || frame["t"] == "RESUMED").await.expect("an answer");
    assert_eq!((&answer["op"], &answer["d"]), (&json!(9), &json!(false)), "what was missed is gone, and it is told so");
    back.says(2, json!({"token": bob_token})).await;
    back.hears("READY").await.expect("it begins anew");
    program.post(&http, &path, &ann_token, &json!({"content": "after"})).await;
    back.settles().await.expect("it is there");
    assert_eq!(back.heard, ["after"]);
    ann.settles().await.expect("nobody else is closed");
    assert_eq!(ann.heard, ["heard", "missed", "after"]);
    let figure = format!("{:.1} s", took.as_secs_f64());
    told(('f', took <= WITHIN), "R-41 time until a connection without events is closed", figure, "15 s");
}
