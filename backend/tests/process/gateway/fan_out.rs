//! Whoever says something does not wait for those who hear it.

use std::{
    thread,
    time::{Duration, Instant},
};

use futures_util::StreamExt;
use reqwest::Client as Http;
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
use serde_json::json;
use tokio::{runtime::Builder, task::JoinSet};
use tokio_tungstenite::tungstenite::Message;

use super::{
    Client,
    crowd::{Crowd, EACH},
    size, told,
};
use crate::program::takes_figures;

/// How long it takes until messages are answered that are said one after the other with a pause: a server that is busy with one
/// message before the next comes would be measured as what it can bear, and not as what one waits for.
async fn answered(url: &str, token: &str, messages: usize) -> Vec<Duration> {
    let (http, mut times) = (Http::new(), Vec::new());
    let mut pace = tokio::time::interval(Duration::from_millis(size(25, 250) as u64));
    for n in 0..messages {
        pace.tick().await;
        let began = Instant::now();
        let request = http.post(url).bearer_auth(token).json(&json!({"content": n.to_string()}));
        let answer = request.send().await.expect("an answer").error_for_status().expect("a success");
        answer.bytes().await.expect("it is whole");
        times.push(began.elapsed());
    }
    times
}

/// The time in which 99 of 100 are answered. Who speaks sits at a processor of his own, as at a machine of his own.
async fn ack(crowd: &Crowd, speaker: CpuSet, messages: usize) -> Duration {
    let (token, url) = (crowd.owner.clone(), crowd.program.url(&format!("/api/v10/channels/{}/messages", crowd.channel)));
    let speaks = move || {
        sched_setaffinity(None, &speaker).expect("the processor is there");
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(answered(&url, &token, messages))
    };
    let mut times = tokio::task::spawn_blocking(speaks).await.expect("all is answered");
    times.sort();
    times[messages * 99 / 100 - 1]
}

async fn hears(mut client: Client, messages: usize) {
    let mut frames = 0;
    // The last comes before a client has to say that it is still there.
    while frames < messages {
        match client.stream.next().await {
            Some(Ok(Message::Text(text))) => frames += usize::from(text.contains("MESSAGE_CREATE")),
            Some(Ok(Message::Close(close))) => panic!("it stays: {close:?}"),
            Some(Ok(_)) => {}
            _ => panic!("it stays"),
        }
    }
}

/// One processor for who speaks, the others for the server and who hears. If there is one alone, they share it.
fn processors() -> (CpuSet, CpuSet) {
    let all = sched_getaffinity(None).expect("some processor");
    let mut numbers = (0..CpuSet::MAX_CPU).filter(|number| all.is_set(*number));
    let (mut speaker, mut others) = (CpuSet::new(), all);
    let first = numbers.next().expect("some processor");
    speaker.set(first);
    if numbers.next().is_some() {
        others.unset(first);
    }
    (speaker, others)
}

#[test]
fn the_answer_to_who_speaks_does_not_wait_for_receivers() {
    let (receivers, messages) = (size(100, 2000), size(if takes_figures() { 800 } else { 60 }, 160));
    let (speaker, others) = processors();
    let measure = || {
        // Whatever is started from here stays there.
        sched_setaffinity(None, &others).expect("the processors are there");
        let runtime = Builder::new_multi_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let crowd = Crowd::new(receivers / EACH).await;
            let alone = ack(&crowd, speaker, messages).await;
            let clients = crowd.connect(0..receivers).await;
            let hearing: JoinSet<()> = clients.into_iter().map(|client| hears(client, messages)).collect();
            let heard = ack(&crowd, speaker, messages).await;
            hearing.join_all().await;
            (heard, alone)
        })
    };
    let (heard, alone) = thread::scope(|scope| scope.spawn(measure).join().expect("all hear all"));
    let ratio = heard.as_secs_f64() / alone.as_secs_f64();
    let ms = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1000.0);
    let figure = format!("{ratio:.1} times ({} and {})", ms(heard), ms(alone));
    told(
        ('j', ratio <= 1.5),
        &format!("R-43 p99 of acknowledgements with {receivers} receivers, relative to none"),
        figure,
        "1.5 times",
    );
}
