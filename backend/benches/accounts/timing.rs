//! Whether the duration of a failed sign-in reveals anything about the account.

use std::time::Instant;

use sqlx::{Connection, SqliteConnection};

use super::{
    quantile,
    server::{PASSWORD, Server},
};

const EACH: usize = 300;

/// The probability that a value of `a` is below one of `b`, ties counted half: 0.5 if they are indistinguishable.
fn auc(a: &[f64], b: &[f64]) -> f64 {
    let below = |x: &f64| b.iter().map(|y| if x < y { 1.0 } else { f64::from(x.total_cmp(y).is_eq()) / 2.0 }).sum::<f64>();
    a.iter().map(below).sum::<f64>() / (a.len() * b.len()) as f64
}

pub async fn measure(server: &mut Server) {
    server.register("known").await;
    server.register("disabled").await;
    let mut conn = SqliteConnection::connect(&format!("sqlite://{}", server.database().display())).await.expect("the file");
    let disable = "UPDATE accounts SET disabled_at = 1 WHERE email_key = 'disabled@example.org'";
    sqlx::raw_sql(disable).execute(&mut conn).await.expect("it is disabled");
    let cases = [
        ("known, wrong password", "known@example.org", "a wrong password"),
        ("unknown", "nobody@example.org", "a wrong password"),
        ("disabled, wrong password", "disabled@example.org", "a wrong password"),
        ("disabled, right password", "disabled@example.org", PASSWORD),
    ];
    let mut times = vec![Vec::with_capacity(EACH); cases.len()];
    for _ in 0..EACH {
        for (case, (_, email, password)) in cases.iter().enumerate() {
            let began = Instant::now();
            let (status, _) = server.sign_in(email, password).await;
            times[case].push(began.elapsed().as_secs_f64() * 1000.0);
            assert_eq!(status, 400);
        }
    }
    println!("time of a refused log-in, {EACH} each, interleaved, bcrypt cost 10 (medians within 5 %, AUC 0.45 to 0.55)");
    let mut sorted = times.clone();
    for times in &mut sorted {
        times.sort_by(f64::total_cmp);
    }
    let first = quantile(&sorted[0], 0.5);
    for (case, (name, ..)) in cases.iter().enumerate() {
        let median = quantile(&sorted[case], 0.5);
        let off = (median / first - 1.0) * 100.0;
        println!("  {name:<26} median {median:7.2} ms  {off:+5.1} %  AUC {:.3}", auc(&times[0], &times[case]));
    }
}
