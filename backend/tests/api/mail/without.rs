//! Without a mail server: all works, and the operator hands links on.

use std::time::Duration;

use chatspace::features::mail::view::{EmailKind, EmailState};
use futures_util::future::join_all;
use serde_json::json;

use super::{
    events, forgets, is_dead,
    outages::{newest_is, reveals, seen},
    resets, sign_in, use_link,
};
use crate::{
    accounts::{register, registration},
    support::{PASSWORD, World, text},
};

fn token(url: &str) -> &str {
    url.split_once('#').expect("has a token").1
}

on_both_databases! {
    people_come_in_at_once,
    the_operator_reveals_the_links_of_undeliverable_emails,
    a_stolen_token_of_an_operator_takes_no_account,
    a_link_is_revealed_once_and_both_histories_say_so,
    a_link_that_the_operator_makes_lives_a_day_and_ends_older_ones,
}

async fn people_come_in_at_once(world: World) {
    assert_eq!(world.stranger().get("/chatspace/instance").await.ok()["sends_mail"], false);
    world.person("alice").await;
    world.person("bob").await;
    register(&world, &registration("bob")).await.refused(400, 50035);
    assert_eq!(seen(&world).await, []);
}

async fn the_operator_reveals_the_links_of_undeliverable_emails(world: World) {
    let alice = world.person("alice").await;
    forgets(&world, "alice@example.org").await.ok();
    let email = newest_is(&world, EmailState::Unsent).await;
    assert_eq!((email.kind, email.to.as_str(), email.has_link), (EmailKind::Reset, "alice@example.org", true));
    let reset = reveals(&alice, email.id).await;
    assert!(reset.starts_with("http://localhost:0/link/reset#"), "{reset}");
    resets(&world, token(&reset), "a fresh good password").await.ok();
    assert!(seen(&world).await.iter().all(|email| !email.has_link));
    let body = sign_in(&world, "alice@example.org", "a fresh good password").await.ok();
    let alice = alice.with_token(&text(&body["access_token"]));
    alice.post("/auth/email/resend", &json!({})).await.ok();
    let email = newest_is(&world, EmailState::Unsent).await;
    assert_eq!(email.kind, EmailKind::Verify);
    use_link(&world, "email/verify", token(&reveals(&alice, email.id).await)).await.ok();
    assert_eq!(alice.get("/users/@me").await.ok()["verified"], true);
    alice.post("/auth/email", &json!({"email": "alice@example.com"})).await.ok();
    newest_is(&world, EmailState::Unsent).await;
    let emails = seen(&world).await;
    let id = |kind| emails.iter().find(|email| email.kind == kind).expect("there is one").id;
    let revert = reveals(&alice, id(EmailKind::Revert)).await;
    use_link(&world, "email/confirm", token(&reveals(&alice, id(EmailKind::Email)).await)).await.ok();
    use_link(&world, "email/revert", token(&revert)).await.ok();
    sign_in(&world, "alice@example.org", "a fresh good password").await.ok();
}

async fn a_stolen_token_of_an_operator_takes_no_account(world: World) {
    let (alice, bob) = (world.person("alice").await, world.person("bob").await);
    world.pass(Duration::from_mins(6));
    forgets(&world, "bob@example.org").await.ok();
    bob.post("/auth/reauthenticate", &json!({"password": PASSWORD})).await.ok();
    bob.post("/auth/email", &json!({"email": "bob@example.com"})).await.ok();
    newest_is(&world, EmailState::Unsent).await;
    let list = alice.get("/chatspace/admin/emails").await.ok();
    assert_eq!(list.as_array().expect("a list").len(), 3);
    assert!(!list.to_string().contains("/link/"), "{list}");
    for email in list.as_array().expect("a list") {
        let path = format!("/chatspace/admin/emails/{}/link", text(&email["id"]));
        alice.post(&path, &json!({})).await.refused(403, 200_001);
        bob.post(&path, &json!({})).await.refused(403, 50013);
    }
    assert!(!events(&bob).await.contains(&"email_link_revealed".to_owned()));
}

async fn a_link_is_revealed_once_and_both_histories_say_so(world: World) {
    let (alice, bob) = (world.person("alice").await, world.person("bob").await);
    forgets(&world, "bob@example.org").await.ok();
    let email = newest_is(&world, EmailState::Unsent).await;
    let path = format!("/chatspace/admin/emails/{}/link", email.id);
    let nothing = json!({});
    let answers = join_all((0..10).map(|_| alice.post(&path, &nothing))).await;
    let (shown, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 200);
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0].headers["cache-control"], "no-store");
    let again = refused.into_iter().map(|answer| answer.refused(404, 200_040)).next_back().expect("nine were refused");
    assert_eq!(alice.post("/chatspace/admin/emails/1/link", &nothing).await.refused(404, 200_040), again, "as an unknown one");
    assert!(seen(&world).await.iter().all(|email| !email.has_link));
    for person in [&alice, &bob] {
        assert_eq!(events(person).await.iter().filter(|kind| *kind == "email_link_revealed").count(), 1, "{}", person.name);
    }
    let told = bob.get("/auth/events").await.ok();
    assert_eq!((&told[0]["client"], &told[0]["address"]), (&json!("operator"), &json!("")), "not who it was and where");
}

async fn a_link_that_the_operator_makes_lives_a_day_and_ends_older_ones(world: World) {
    let alice = world.person("alice").await;
    let user = alice.id.parse().expect("an id");
    let mut made = Vec::new();
    for _ in 0..2 {
        let state = world.running().state();
        let links = chatspace::features::mail::actions::EmailTokens::from(&state.config);
        let job = state.writer.run_write(move |uow| {
            Box::pin(async move { chatspace::features::mail::actions::reset_link(uow, user, &links).await })
        });
        made.push(job.await.expect("is stored").0);
    }
    is_dead(resets(&world, token(&made[0]), "a fresh good password").await);
    world.pass(Duration::from_secs(24 * 3600 - 1));
    resets(&world, token(&made[1]), "a fresh good password").await.ok();
}
