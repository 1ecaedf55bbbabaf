//! Tokens that were never in an email, or not for this.

use chatspace::features::mail::actions::{self as mail_actions, EmailTokenKind};
use serde_json::json;

use super::{forgets, is_dead, operator, register, resets, use_link};
use crate::support::{Answer, MailServer, PASSWORD, World};

const ROUTES: [(&str, EmailTokenKind); 5] = [
    ("register/confirm", EmailTokenKind::Register),
    ("email/verify", EmailTokenKind::Verify),
    ("email/confirm", EmailTokenKind::Email),
    ("email/revert", EmailTokenKind::Revert),
    ("reset", EmailTokenKind::Reset),
];

async fn uses(world: &World, route: &str, token: &str) -> Answer {
    if route == "reset" { resets(world, token, "a fresh good password").await } else { use_link(world, route, token).await }
}

/// A token of each kind that lives.
async fn living(world: &World, mail: &MailServer) -> Vec<String> {
    let alice = operator(world, mail).await;
    register(world, "bob", "en").await.ok();
    let register = mail.email_to("bob@example.org").await.token();
    forgets(world, "alice@example.org").await.ok();
    let reset = mail.email_to("alice@example.org").await.token();
    alice.post("/auth/email", &json!({"email": "alice@example.com"})).await.ok();
    let (email, revert) = (mail.email_to("alice@example.com").await.token(), mail.email_to("alice@example.org").await.token());
    let verify = {
        let user = alice.id.parse().expect("an id");
        let links = mail_actions::EmailTokens::from(&world.running().state().config);
        let made = world.running().state().writer.run_write(move |uow| {
            Box::pin(async move { mail_actions::link(uow, EmailTokenKind::Verify, user, Some("alice@example.org")).await })
        });
        let url = links.url(EmailTokenKind::Verify, made.await.expect("is stored"));
        url.split_once('#').expect("has a token").1.to_owned()
    };
    vec![register, verify, email, revert, reset]
}

/// Fifty texts that are like the token and are not.
fn forgeries(token: &str) -> Vec<String> {
    let mut forged: Vec<String> = (0..token.len())
        .step_by(2)
        .map(|at| {
            let other = if &token[at..=at] == "A" { "B" } else { "A" };
            format!("{}{other}{}", &token[..at], &token[at + 1..])
        })
        .collect();
    forged.extend(["", "A", "null", "0", "..", "' OR 1=1 --", "\0", "ї", "=", "#"].map(str::to_owned));
    forged.extend([token.to_lowercase(), token.to_uppercase(), format!("{token}="), format!(" {token}"), format!("{token}AAAA")]);
    forged.extend([
        token[1..].to_owned(),
        token[..token.len() - 1].to_owned(),
        token.repeat(2),
        "A".repeat(54),
        "A".repeat(10_000),
    ]);
    forged.push(token.chars().rev().collect());
    forged.retain(|other| other != token);
    forged
}

super::with_mail_on_both_databases! {
    a_forged_token_and_one_of_another_kind_are_refused_like_a_dead_one,
    a_form_of_another_shape_is_refused,
    the_tokens_are_not_in_the_database,
}

async fn a_forged_token_and_one_of_another_kind_are_refused_like_a_dead_one(world: World, mail: MailServer) {
    let tokens = living(&world, &mail).await;
    for ((route, kind), own) in ROUTES.iter().zip(&tokens) {
        let forged = forgeries(own);
        assert!(forged.len() >= 40, "{}", forged.len());
        for token in &forged {
            is_dead(uses(&world, route, token).await);
        }
        for other in tokens.iter().filter(|other| *other != own) {
            is_dead(uses(&world, route, other).await);
        }
        let links = mail_actions::EmailTokens::from(&world.running().state().config);
        for unknown in [1, 2, i64::MAX, 1_538_016_506_728_808_461] {
            let url = links.url(*kind, chatspace::kernel::EmailTokenId::new(unknown));
            is_dead(uses(&world, route, url.split_once('#').expect("has a token").1).await);
        }
    }
    // None of this has used the good ones up.
    uses(&world, "register/confirm", &tokens[0]).await.ok();
    uses(&world, "email/verify", &tokens[1]).await.ok();
    uses(&world, "email/confirm", &tokens[2]).await.ok();
    uses(&world, "email/revert", &tokens[3]).await.ok();
    is_dead(uses(&world, "reset", &tokens[4]).await);
    for ((route, _), token) in ROUTES.iter().zip(&tokens) {
        is_dead(uses(&world, route, token).await);
    }
}

async fn a_form_of_another_shape_is_refused(world: World, mail: MailServer) {
    operator(&world, &mail).await;
    for (route, _) in ROUTES {
        let path = format!("/auth/{route}");
        for form in [json!({}), json!({"token": null}), json!({"token": 7}), json!({"token": ["x"]}), json!({"tokens": "x"})] {
            world.stranger().post(&path, &form).await.refused(400, 50035);
        }
        let form = json!({"token": "x", "password": PASSWORD, "user_id": "1"});
        assert_eq!(world.stranger().post(&path, &form).await.status, 400, "{route}");
    }
}

async fn the_tokens_are_not_in_the_database(world: World, mail: MailServer) {
    let tokens = living(&world, &mail).await;
    let state = world.running().state();
    let chatspace::db::DatabaseUrl::Sqlite(file) = &state.config.database else { return };
    for file in [file.clone(), format!("{}-wal", file.display()).into()] {
        let bytes = std::fs::read(&file).unwrap_or_default();
        for token in &tokens {
            let mac = &token.as_bytes()[12..];
            assert!(!bytes.windows(mac.len()).any(|window| window == mac), "{}", file.display());
        }
    }
}
