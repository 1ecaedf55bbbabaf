//! Forgotten passwords.

use std::time::Duration;

use futures_util::future::join_all;
use serde_json::json;

use super::{events, forgets, is_dead, leads_to, operator, person, resets, sign_in};
use crate::{
    accounts_second_factor::enrol,
    support::{MailServer, PASSWORD, World},
};

const NEW: &str = "a fresh good password";
const MINUTE: Duration = Duration::from_mins(1);

super::with_mail_on_both_databases! {
    a_forgotten_password_is_reset_by_the_link_in_an_email,
    a_link_to_a_new_password_lives_half_an_hour_and_only_the_newest_works,
    changing_the_password_ends_reset_links_and_notifies_the_owner,
    of_fifty_who_use_one_link_at_once_one_sets_the_password,
    the_answer_is_the_same_whether_there_is_an_account,
    the_second_factor_stays_when_the_password_is_replaced,
}

async fn a_forgotten_password_is_reset_by_the_link_in_an_email(world: World, mail: MailServer) {
    let alice = operator(&world, &mail).await;
    let mut socket = alice.connects().await;
    assert_eq!(forgets(&world, " Alice@EXAMPLE.org ").await.status, 202);
    let email = mail.email_to("alice@example.org").await;
    leads_to(&email, "reset");
    let refused = resets(&world, &email.token(), "short").await.refused(400, 50035);
    assert_eq!(refused["errors"]["password"]["_errors"][0]["code"], "BASE_TYPE_BAD_LENGTH");
    assert_eq!(resets(&world, &email.token(), NEW).await.status, 204);
    assert_eq!(socket.closed().await, 4004);
    alice.get("/users/@me").await.refused(401, 0);
    let form = json!({"refresh_token": alice.refresh_token});
    assert_eq!(world.stranger().post("/auth/refresh", &form).await.status, 401);
    sign_in(&world, "alice@example.org", PASSWORD).await.refused(400, 50035);
    let alice = alice.with_token(sign_in(&world, "alice@example.org", NEW).await.ok()["access_token"].as_str().expect("a token"));
    assert_eq!(events(&alice).await, ["login", "password_reset"]);
    let notice = mail.email_to("alice@example.org").await;
    assert_eq!(notice.subject, "Your password at ChatSpace was reset");
    notice.has_no_link();
    is_dead(resets(&world, &email.token(), "yet another password").await);
}

async fn a_link_to_a_new_password_lives_half_an_hour_and_only_the_newest_works(world: World, mail: MailServer) {
    operator(&world, &mail).await;
    let mut tokens = Vec::new();
    for _ in 0..3 {
        forgets(&world, "alice@example.org").await.ok();
        tokens.push(mail.email_to("alice@example.org").await.token());
    }
    is_dead(resets(&world, &tokens[0], NEW).await);
    is_dead(resets(&world, &tokens[1], NEW).await);
    world.pass(30 * MINUTE);
    is_dead(resets(&world, &tokens[2], NEW).await);
    forgets(&world, "alice@example.org").await.ok();
    let token = mail.email_to("alice@example.org").await.token();
    world.pass(29 * MINUTE);
    resets(&world, &token, NEW).await.ok();
}

async fn changing_the_password_ends_reset_links_and_notifies_the_owner(world: World, mail: MailServer) {
    let alice = operator(&world, &mail).await;
    forgets(&world, "alice@example.org").await.ok();
    let token = mail.email_to("alice@example.org").await.token();
    let form = json!({"current_password": PASSWORD, "new_password": NEW});
    alice.post("/auth/password", &form).await.ok();
    is_dead(resets(&world, &token, "yet another password").await);
    let notice = mail.email_to("alice@example.org").await;
    assert_eq!(notice.subject, "Your password at ChatSpace was changed");
    notice.has_no_link();
}

async fn of_fifty_who_use_one_link_at_once_one_sets_the_password(world: World, mail: MailServer) {
    operator(&world, &mail).await;
    forgets(&world, "alice@example.org").await.ok();
    let token = mail.email_to("alice@example.org").await.token();
    let passwords: Vec<_> = (0..50).map(|number| format!("good password {number}")).collect();
    let answers = join_all(passwords.iter().map(|password| resets(&world, &token, password))).await;
    let won: Vec<_> = answers.iter().zip(&passwords).filter(|(answer, _)| answer.status == 204).map(|(_, won)| won).collect();
    assert_eq!(won.len(), 1);
    sign_in(&world, "alice@example.org", won[0]).await.ok();
    answers.into_iter().filter(|answer| answer.status != 204).for_each(is_dead);
}

async fn the_answer_is_the_same_whether_there_is_an_account(world: World, mail: MailServer) {
    operator(&world, &mail).await;
    let known = forgets(&world, "alice@example.org").await;
    let mut names: Vec<_> = known.headers.keys().map(ToString::to_string).collect();
    names.sort();
    for odd in ["nobody@example.org", "", "@", "alice", "alice\u{0}@example.org", &"x".repeat(5000)] {
        let unknown = forgets(&world, odd).await;
        assert_eq!((unknown.status, &unknown.body), (known.status, &known.body), "{odd:.20}");
        let mut others: Vec<_> = unknown.headers.keys().map(ToString::to_string).collect();
        others.sort();
        assert_eq!(others, names);
    }
    mail.email_to("alice@example.org").await;
    world.pass(MINUTE);
    person(&world, &mail, "bob").await;
    assert!(mail.emails_to("nobody@example.org").is_empty());
}

async fn the_second_factor_stays_when_the_password_is_replaced(world: World, mail: MailServer) {
    let alice = operator(&world, &mail).await;
    enrol(&world, &alice).await;
    forgets(&world, "alice@example.org").await.ok();
    resets(&world, &mail.email_to("alice@example.org").await.token(), NEW).await.ok();
    sign_in(&world, "alice@example.org", NEW).await.refused(403, 60003);
}
