//! How many emails may be asked for.

use std::time::Duration;

use serde_json::json;

use super::{forgets, operator, world};
use crate::support::{Engine, World};

const HOUR: Duration = Duration::from_hours(1);

async fn strict() -> (World, crate::support::MailServer) {
    world(Engine::Sqlite, &[("RATE_LIMITS", "default")]).await
}

#[actix_web::test]
async fn an_account_gets_three_emails_an_hour_and_an_unknown_address_is_counted_alike() {
    let (world, mail) = strict().await;
    operator(&world, &mail).await;
    for email in ["alice@example.org", "nobody@example.org"] {
        for _ in 0..3 {
            assert_eq!(forgets(&world, email).await.status, 202, "{email}");
        }
        let refused = forgets(&world, &email.to_uppercase()).await;
        assert_eq!(
            (refused.status.as_u16(), &refused.headers["x-ratelimit-bucket"]),
            (429, &"mail-account".parse().expect("text"))
        );
        refused.refused(429, 0);
    }
    world.pass(HOUR / 3);
    assert_eq!(forgets(&world, "nobody@example.org").await.status, 202);
}

#[actix_web::test]
async fn one_address_can_request_ten_emails_an_hour() {
    let (world, mail) = strict().await;
    operator(&world, &mail).await;
    // One was spent by confirming the operator's address.
    for number in 0..9 {
        assert_eq!(forgets(&world, &format!("person{number}@example.org")).await.status, 202, "{number}");
    }
    let refused = forgets(&world, "another@example.org").await;
    assert_eq!(refused.headers["x-ratelimit-bucket"], "mail-address");
    refused.refused(429, 0);
    world.pass(HOUR);
    assert_eq!(forgets(&world, "another@example.org").await.status, 202);
}

#[actix_web::test]
async fn requested_emails_are_counted_too() {
    let (world, mail) = strict().await;
    let alice = operator(&world, &mail).await;
    for number in 0..3 {
        let form = json!({"email": format!("alice{number}@example.com")});
        assert_eq!(alice.post("/auth/email", &form).await.status, 202);
    }
    let refused = alice.post("/auth/email", &json!({"email": "alice9@example.com"})).await.refused(429, 0);
    assert!(refused["retry_after"].as_f64().is_some_and(|wait| wait > 1000.0), "{refused}");
    alice.post("/auth/email/resend", &json!({})).await.refused(429, 0);
}
