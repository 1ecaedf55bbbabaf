//! Two connections resume one session at the same time: one has it, and nothing is told twice or lost.

use reqwest::Client as Http;
use serde_json::json;

use super::{Client, proven, size};
use crate::program::Program;

/// Resumes, and tells what became of it: `Err` with the code of a connection that was replaced meanwhile.
async fn resumes(program: &Program, token: &str, (session, seq): (&str, u64)) -> (Client, Result<(), u16>) {
    let mut client = Client::opens(program).await;
    client.seq = seq;
    client.session = session.to_owned();
    client.says(6, json!({"token": token, "session_id": session, "seq": seq})).await;
    let outcome = client.hears("RESUMED").await.map(|_| ());
    (client, outcome)
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_that_resume_at_once_the_newest_has_the_session() {
    let mut program = Program::on_sqlite();
    program.starts();
    let http = Http::new();
    let (token, channel) = program.owner(&http).await;
    let path = format!("/channels/{channel}/messages");
    let races = size(200, 2000);
    let mut client = Client::identifies(&program, &token).await;
    client.settles().await.expect("it is connected");
    for race in 0..races {
        let missed = format!("missed {race}");
        let (session, seq) = (client.session.clone(), client.seq);
        drop(client);
        program.post(&http, &path, &token, &json!({"content": missed})).await;
        let place = (session.as_str(), seq);
        let (one, other) = tokio::join!(resumes(&program, &token, place), resumes(&program, &token, place));
        let live = format!("live {race}");
        program.post(&http, &path, &token, &json!({"content": live})).await;
        let mut left = Vec::new();
        for (mut racer, outcome) in [one, other] {
            let still_there = match outcome {
                // An answer that was on its way may come before the close.
                Ok(()) => match racer.settles().await {
                    Ok(()) => racer.settles().await,
                    Err(code) => Err(code),
                },
                Err(code) => Err(code),
            };
            match still_there {
                Ok(()) => left.push(racer),
                Err(code) => {
                    assert_eq!(code, 4901, "the older is told why");
                    let told = racer.heard.iter().filter(|text| **text == missed).count();
                    assert!(told <= 1 && !racer.heard.contains(&live), "told once at most: {:?}", racer.heard);
                }
            }
        }
        assert_eq!(left.len(), 1, "one has the session");
        client = left.pop().expect("one is left");
        assert_eq!(client.heard, [missed, live], "all of it, once, in order");
    }
    proven('d', "R-36 two connections resume one session: events doubled or lost", format!("0 in {races} races"), "0 in 200");
}
