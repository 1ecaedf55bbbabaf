//! Whoever says something does not wait for those who hear it.

use std::time::{Duration, Instant};

use futures_util::StreamExt;

use super::{
    crowd::{Crowd, EACH},
    size, told,
};

/// The time in which 99 of 100 messages are answered, which are said one after the other with a pause: a server that is busy with
/// one message before the next comes would be measured as what it can bear, and not as what one waits for.
async fn ack(crowd: &Crowd, messages: usize) -> Duration {
    let mut times = Vec::new();
    let mut pace = tokio::time::interval(Duration::from_millis(size(25, 250) as u64));
    for n in 0..messages {
        pace.tick().await;
        let began = Instant::now();
        crowd.says(&n.to_string()).await;
        times.push(began.elapsed());
    }
    times.sort();
    times[messages * 99 / 100 - 1]
}

#[tokio::test(flavor = "multi_thread")]
async fn the_answer_to_who_speaks_does_not_wait_for_receivers() {
    let (receivers, messages) = (size(100, 2000), size(60, 300));
    let crowd = Crowd::new(receivers / EACH).await;
    let alone = ack(&crowd, messages).await;
    let clients = crowd.connect(0..receivers).await;
    let reading = clients.into_iter().map(|mut client| {
        tokio::spawn(async move {
            let mut frames = 0;
            while let Some(Ok(frame)) = client.stream.next().await {
                frames += usize::from(frame.to_text().is_ok_and(|text| text.contains("MESSAGE_CREATE")));
                if frames == messages {
                    return;
                }
            }
            panic!("it stays");
        })
    });
    let reading: Vec<_> = reading.collect();
    let heard = ack(&crowd, messages).await;
    for reader in reading {
        reader.await.expect("all hear all");
    }
    let ratio = heard.as_secs_f64() / alone.as_secs_f64();
    let ms = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1000.0);
    let figure = format!("{ratio:.1} times ({} and {})", ms(heard), ms(alone));
    told(('j', ratio <= 1.5), &format!("R-43 ack (99 of 100) before {receivers} receivers, against none"), figure, "1.5 times");
}
