//! The server is killed, and all who were connected come back at once.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use rand::{Rng, SeedableRng, rngs::StdRng};
use serde_json::{Value, json};

use super::{
    Client,
    crowd::{Crowd, EACH},
    size, told,
};

const SEED: u64 = 20_261_127;
/// by then 99 of 100 are back.
const BUDGET: Duration = Duration::from_secs(30);
/// Clients wait a random part of this, so that they do not all come in the same moment.
const JITTER_MS: u64 = 1000;
/// For how long the processor's time is measured afterwards.
const CALM: Duration = Duration::from_secs(2);

/// One who is told to come later waits this long and a random part of [`JITTER_MS`]: by then as many may come as were let in before.
const LATER: Duration = Duration::from_secs(5);

/// Somebody who was connected.
struct Gone {
    /// Where they come from: an address for each person.
    address: String,
    identify: Value,
    session: String,
    seq: u64,
    wait_ms: [u64; 3],
}

/// Comes back as clients do: RESUME first, and IDENTIFY when told that the session is gone, or a while later when told that this is
/// too often. Yields whether it was.
///
/// # Errors
/// The close code.
async fn comes_back(server: String, gone: Gone) -> Result<(Client, bool), u16> {
    let Gone { address, identify, session, seq, wait_ms } = gone;
    let [first, then, later] = wait_ms.map(Duration::from_millis);
    tokio::time::sleep(first).await;
    let mut client = Client::opens_from(&server, &address).await;
    client.says(6, json!({"token": identify["token"], "session_id": session, "seq": seq})).await;
    let answer = client.reads(|frame| frame["op"] == 9 || frame["t"] == "RESUMED").await?;
    assert_eq!((&answer["op"], &answer["d"]), (&json!(9), &json!(false)), "the session died with the server");
    tokio::time::sleep(then).await;
    client.says(2, identify.clone()).await;
    let is_late = client.reads(|frame| frame["op"] == 9 || frame["t"] == "READY").await?["op"] == 9;
    if is_late {
        tokio::time::sleep(LATER + later).await;
        client.says(2, identify).await;
        client.hears("READY").await?;
    }
    client.hears("GUILD_CREATE").await?;
    client.settles().await?;
    Ok((client, is_late))
}

#[tokio::test(flavor = "multi_thread")]
async fn all_come_back_after_a_kill_and_hear_what_is_said_then() {
    let connections = size(200, 2000);
    let mut crowd = Crowd::new(connections / EACH).await;
    let clients = crowd.connect(0..connections).await;
    crowd.says("before").await;
    let mut places = Vec::new();
    for mut client in clients {
        client.settles().await.expect("it is connected");
        assert_eq!(client.heard, ["before"]);
        places.push((client.session.clone(), client.seq));
    }

    let killed = Instant::now();
    crowd.program.is_killed();
    // Each person comes from an address of their own, and with more connections than may be let in at once.
    for (name, value) in [("RATE_LIMITS", "default"), ("TRUSTED_PROXIES", "127.0.0.1")] {
        crowd.program.sets(name, value);
    }
    crowd.program.starts();
    let mut random = StdRng::seed_from_u64(SEED);
    let server = crowd.program.url("");
    let coming = places.into_iter().enumerate().map(|(number, (session, seq))| {
        let wait_ms = [(); 3].map(|()| random.random_range(0..JITTER_MS));
        let (person, identify) = (number / EACH, crowd.identify(number));
        let address = format!("10.0.{}.{}", person / 250, person % 250 + 1);
        let back = comes_back(server.clone(), Gone { address, identify, session, seq, wait_ms });
        tokio::spawn(async move { (back.await, killed.elapsed()) })
    });
    let (mut clients, mut late) = (Vec::new(), 0);
    let (mut times, mut refused) = (Vec::new(), Vec::new());
    for task in join_all(coming).await {
        match task.expect("it was answered as it should be") {
            (Ok((client, is_late)), took) => {
                clients.push(client);
                times.push(took);
                late += usize::from(is_late);
            }
            (Err(code), _) => refused.push(code),
        }
    }
    assert_eq!(refused, Vec::<u16>::new(), "nobody is sent away");
    assert!(late > connections / 4, "the limits hold: {late}");
    let before = crowd.program.processor_ms();
    tokio::time::sleep(CALM).await;
    let calm_ms = crowd.program.processor_ms() - before;

    crowd.says("after").await;
    for client in &mut clients {
        client.settles().await.expect("it is connected");
        assert_eq!(client.heard, ["after"]);
    }
    times.sort();
    let most = times[connections * 99 / 100 - 1];
    let figure = format!("{:.1} s, {late} told to retry, 0 refused, all receive events", most.as_secs_f64());
    told(
        ('h', most <= BUDGET),
        &format!("R-40 time until 99 % of {connections} sessions are connected after a kill"),
        figure,
        "30 s",
    );
    let percent = calm_ms as f64 / CALM.as_millis() as f64 * 100.0;
    let what = "R-40 processor in the two seconds after all are connected";
    told(('h', percent < 20.0), what, format!("{percent:.0} %"), "20 %");
}
