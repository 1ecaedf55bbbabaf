//! Without a mail server: all works, and the operator hands links on.

use chatspace::features::mail::view::{LetterKind, LetterState};
use serde_json::json;

use super::{
    forgets, is_dead, log_in,
    outages::{newest_is, seen},
    resets, use_link,
};
use crate::{
    accounts::{register, registration},
    support::{World, text},
};

fn token(url: &str) -> &str {
    url.split_once('#').expect("has a token").1
}

on_both_databases! {
    async fn people_come_in_at_once_and_a_taken_address_is_told(world: World) {
        assert_eq!(world.stranger().get("/chatspace/instance").await.ok()["sends_mail"], false);
        world.person("alice").await;
        world.person("bob").await;
        let refused = register(&world, &registration("bob")).await.refused(400, 50035);
        assert!(refused["errors"]["email"].is_object() && refused["errors"]["username"].is_object(), "{refused}");
        assert_eq!(seen(&world).await, []);
    }

    async fn the_operator_sees_the_links_that_no_letter_brings(world: World) {
        let alice = world.person("alice").await;
        forgets(&world, "alice@example.org").await.ok();
        let letter = newest_is(&world, LetterState::Unsent).await;
        assert_eq!((letter.kind, letter.to.as_str()), (LetterKind::Reset, "alice@example.org"));
        let reset = letter.url.expect("a link");
        assert!(reset.starts_with("http://localhost:0/link/reset#"), "{reset}");
        resets(&world, token(&reset), "a fresh good password").await.ok();
        assert!(seen(&world).await.iter().all(|letter| letter.url.is_none()));
        let body = log_in(&world, "alice@example.org", "a fresh good password").await.ok();
        let alice = alice.with_token(&text(&body["access_token"]));
        alice.post("/auth/email/resend", &json!({})).await.ok();
        let letter = newest_is(&world, LetterState::Unsent).await;
        assert_eq!(letter.kind, LetterKind::Verify);
        use_link(&world, "email/verify", token(&letter.url.expect("a link"))).await.ok();
        assert_eq!(alice.get("/users/@me").await.ok()["verified"], true);
        alice.post("/auth/email", &json!({"email": "alice@example.com"})).await.ok();
        newest_is(&world, LetterState::Unsent).await;
        let letters = seen(&world).await;
        let link = |kind| letters.iter().find(|letter| letter.kind == kind).and_then(|letter| letter.url.clone()).expect("a link");
        use_link(&world, "email/confirm", token(&link(LetterKind::Email))).await.ok();
        use_link(&world, "email/revert", token(&link(LetterKind::Revert))).await.ok();
        log_in(&world, "alice@example.org", "a fresh good password").await.ok();
    }

    async fn a_link_that_the_operator_makes_lives_a_day_and_ends_older_ones(world: World) {
        let alice = world.person("alice").await;
        let user = alice.id.parse().expect("an id");
        let mut made = Vec::new();
        for _ in 0..2 {
            let state = world.running().state();
            let links = chatspace::features::mail::actions::Links::from(&state.config);
            let turn = state.writer.run(move |work| {
                Box::pin(async move { chatspace::features::mail::actions::reset_link(work, user, &links).await })
            });
            made.push(turn.await.expect("is stored").0);
        }
        is_dead(resets(&world, token(&made[0]), "a fresh good password").await);
        world.pass(std::time::Duration::from_secs(24 * 3600 - 1));
        resets(&world, token(&made[1]), "a fresh good password").await.ok();
    }
}
