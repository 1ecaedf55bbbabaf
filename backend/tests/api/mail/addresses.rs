//! Changing one's address: nobody loses an account by it, and nobody learns whose address it is.

use std::time::Duration;

use futures_util::future::join_all;
use serde_json::{Value, json};

use super::{events, forgets, is_dead, leads_to, operator, person, resets, sign_in, use_link};
use crate::support::{Answer, MailServer, PASSWORD, Person, World};

const DAY: Duration = Duration::from_hours(24);
const OLD: &str = "alice@example.org";
const NEW: &str = "alice@example.com";

async fn wants(person: &Person, email: &str) -> Answer {
    person.post("/auth/email", &json!({"email": email})).await
}

async fn me(person: &Person) -> Value {
    person.get("/users/@me").await.ok()
}

/// The same person, signed in again.
async fn again(world: &World, person: &Person, email: &str) -> Person {
    let body = sign_in(world, email, PASSWORD).await.ok();
    person.with_token(body["access_token"].as_str().expect("a token"))
}

super::with_mail_on_both_databases! {
    a_new_address_counts_once_it_is_confirmed,
    a_change_needs_a_password_shown_lately_and_an_address,
    the_old_address_stops_a_change_before_it_counts,
    the_old_address_takes_a_change_back_for_a_week,
    links_about_addresses_end_in_time,
    a_taken_address_is_reported_to_its_owner_only,
    an_address_that_was_taken_meanwhile_stays_with_who_took_it,
    a_newer_change_or_a_new_password_ends_an_older_change,
    of_fifty_who_use_one_link_at_once_one_changes_the_address,
    a_verification_email_can_be_resent_and_only_the_newest_link_works,
}

async fn a_new_address_counts_once_it_is_confirmed(world: World, mail: MailServer) {
    let alice = operator(&world, &mail).await;
    let mut socket = alice.connects().await;
    assert_eq!(me(&alice).await["chatspace"]["pending_email"], Value::Null);
    assert_eq!(wants(&alice, " Alice@Example.com ").await.status, 202);
    assert_eq!(socket.event("USER_UPDATE").await["chatspace"]["pending_email"], "Alice@Example.com");
    let waiting = me(&alice).await;
    assert_eq!((&waiting["email"], &waiting["chatspace"]["pending_email"]), (&json!(OLD), &json!("Alice@Example.com")));
    let email = mail.email_to("Alice@example.com").await;
    leads_to(&email, "email");
    let notice = mail.email_to(OLD).await;
    leads_to(&notice, "revert");
    assert!(notice.text.contains("Alice@Example.com"), "{}", notice.text);
    assert_eq!(use_link(&world, "email/confirm", &email.token()).await.status, 204);
    let changed = socket.event("USER_UPDATE").await;
    assert_eq!((&changed["email"], &changed["chatspace"]["pending_email"]), (&json!("Alice@Example.com"), &Value::Null));
    assert_eq!(me(&alice).await["verified"], true);
    sign_in(&world, NEW, PASSWORD).await.ok();
    sign_in(&world, OLD, PASSWORD).await.refused(400, 50035);
    assert_eq!(events(&alice).await[1..], ["email_changed", "email_change_requested"]);
    is_dead(use_link(&world, "email/confirm", &email.token()).await);
}

async fn a_change_needs_a_password_shown_lately_and_an_address(world: World, mail: MailServer) {
    let alice = operator(&world, &mail).await;
    for wrong in ["", "nobody", "a@b@c", "a@x\r\nBcc: b@example.org"] {
        let refused = wants(&alice, wrong).await.refused(400, 50035);
        assert!(refused["errors"]["email"].is_object(), "{refused}");
    }
    world.stranger().post("/auth/email", &json!({"email": NEW})).await.refused(401, 0);
    world.pass(Duration::from_secs(301));
    wants(&alice, NEW).await.refused(403, 200_001);
    alice.post("/auth/reauthenticate", &json!({"password": PASSWORD})).await.ok();
    wants(&alice, NEW).await.ok();
}

async fn the_old_address_stops_a_change_before_it_counts(world: World, mail: MailServer) {
    let alice = operator(&world, &mail).await;
    let mut socket = alice.connects().await;
    wants(&alice, NEW).await.ok();
    let (email, notice) = (mail.email_to(NEW).await, mail.email_to(OLD).await);
    assert_eq!(use_link(&world, "email/revert", &notice.token()).await.status, 204);
    assert_eq!(socket.closed().await, 4004, "whoever asked may be a thief");
    is_dead(use_link(&world, "email/confirm", &email.token()).await);
    is_dead(use_link(&world, "email/revert", &notice.token()).await);
    let alice = again(&world, &alice, OLD).await;
    assert_eq!(me(&alice).await["chatspace"]["pending_email"], Value::Null);
    assert_eq!(events(&alice).await[1], "email_change_reverted");
}

async fn the_old_address_takes_a_change_back_for_a_week(world: World, mail: MailServer) {
    let alice = operator(&world, &mail).await;
    wants(&alice, NEW).await.ok();
    let (email, notice) = (mail.email_to(NEW).await, mail.email_to(OLD).await);
    use_link(&world, "email/confirm", &email.token()).await.ok();
    forgets(&world, NEW).await.ok();
    let reset = mail.email_to(NEW).await.token();
    let thief = again(&world, &alice, NEW).await;
    wants(&thief, "thief@example.com").await.ok();
    let thiefs_notice = mail.email_to(NEW).await;
    use_link(&world, "email/confirm", &mail.email_to("thief@example.com").await.token()).await.ok();
    world.pass(6 * DAY);
    use_link(&world, "email/revert", &notice.token()).await.ok();
    thief.get("/users/@me").await.refused(401, 0);
    is_dead(resets(&world, &reset, "a thief's password").await);
    is_dead(use_link(&world, "email/revert", &thiefs_notice.token()).await);
    let alice = again(&world, &alice, OLD).await;
    let back = me(&alice).await;
    assert_eq!((&back["email"], &back["verified"]), (&json!(OLD), &json!(true)));
}

async fn links_about_addresses_end_in_time(world: World, mail: MailServer) {
    let alice = operator(&world, &mail).await;
    wants(&alice, NEW).await.ok();
    let (email, notice) = (mail.email_to(NEW).await, mail.email_to(OLD).await);
    world.pass(DAY);
    is_dead(use_link(&world, "email/confirm", &email.token()).await);
    world.pass(6 * DAY);
    is_dead(use_link(&world, "email/revert", &notice.token()).await);
}

async fn a_taken_address_is_reported_to_its_owner_only(world: World, mail: MailServer) {
    let alice = operator(&world, &mail).await;
    let bob = person(&world, &mail, "bob").await;
    let taken = wants(&bob, "Alice@example.org").await;
    let seen = me(&bob).await["chatspace"].clone();
    let free = wants(&bob, "bob@example.com").await;
    assert_eq!((taken.status, &taken.body), (free.status, &free.body));
    assert_eq!(seen["pending_email"], "Alice@example.org", "as for a free one");
    let email = mail.email_to(OLD).await;
    email.has_no_link();
    assert!(!email.raw.contains("bob"), "{}", email.raw);
    assert_eq!(me(&alice).await["email"], OLD);
    for _ in 0..2 {
        leads_to(&mail.email_to("bob@example.org").await, "revert");
    }
    leads_to(&mail.email_to("bob@example.com").await, "email");
}

async fn an_address_that_was_taken_meanwhile_stays_with_who_took_it(world: World, mail: MailServer) {
    let alice = operator(&world, &mail).await;
    let bob = person(&world, &mail, "bob").await;
    wants(&alice, NEW).await.ok();
    wants(&bob, NEW).await.ok();
    let (first, second) = (mail.email_to(NEW).await, mail.email_to(NEW).await);
    use_link(&world, "email/confirm", &second.token()).await.ok();
    is_dead(use_link(&world, "email/confirm", &first.token()).await);
    let owners = [me(&alice).await["email"].clone(), me(&bob).await["email"].clone()];
    assert_eq!(owners.iter().filter(|email| **email == json!(NEW)).count(), 1);
}

async fn a_newer_change_or_a_new_password_ends_an_older_change(world: World, mail: MailServer) {
    let alice = operator(&world, &mail).await;
    wants(&alice, NEW).await.ok();
    let first = mail.email_to(NEW).await;
    wants(&alice, "alice@example.net").await.ok();
    let second = mail.email_to("alice@example.net").await;
    is_dead(use_link(&world, "email/confirm", &first.token()).await);
    let form = json!({"current_password": PASSWORD, "new_password": "a fresh good password"});
    alice.post("/auth/password", &form).await.ok();
    is_dead(use_link(&world, "email/confirm", &second.token()).await);
    assert_eq!(me(&alice).await["chatspace"]["pending_email"], Value::Null);
    wants(&alice, NEW).await.ok();
    let third = mail.email_to(NEW).await;
    wants(&alice, OLD).await.ok();
    assert_eq!(me(&alice).await["chatspace"]["pending_email"], Value::Null, "one's own address is no change");
    is_dead(use_link(&world, "email/confirm", &third.token()).await);
}

async fn of_fifty_who_use_one_link_at_once_one_changes_the_address(world: World, mail: MailServer) {
    let alice = operator(&world, &mail).await;
    wants(&alice, NEW).await.ok();
    let (email, notice) = (mail.email_to(NEW).await, mail.email_to(OLD).await);
    for (route, token) in [("email/confirm", email.token()), ("email/revert", notice.token())] {
        let answers = join_all((0..50).map(|_| use_link(&world, route, &token))).await;
        let (good, bad): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 204);
        assert_eq!(good.len(), 1, "{route}");
        bad.into_iter().for_each(is_dead);
    }
    assert_eq!(me(&again(&world, &alice, OLD).await).await["email"], OLD);
}

async fn a_verification_email_can_be_resent_and_only_the_newest_link_works(world: World, mail: MailServer) {
    let alice = world.person("alice").await;
    let first = mail.email_to(OLD).await;
    assert_eq!(alice.post("/auth/email/resend", &json!({})).await.status, 202);
    let second = mail.email_to(OLD).await;
    leads_to(&second, "verify");
    is_dead(use_link(&world, "email/verify", &first.token()).await);
    use_link(&world, "email/verify", &second.token()).await.ok();
    assert_eq!(me(&alice).await["verified"], true);
    assert_eq!(alice.post("/auth/email/resend", &json!({})).await.status, 202);
    wants(&alice, NEW).await.ok();
    leads_to(&mail.email_to(OLD).await, "revert");
    world.stranger().post("/auth/email/resend", &json!({})).await.refused(401, 0);
}
