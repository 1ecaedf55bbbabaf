//! A mail server that refuses, is silent, hangs up, goes away and comes back: no email is lost, and nobody else waits.

use std::time::{Duration, Instant};

use chatspace::features::mail::{
    actions::emails,
    view::{Email, EmailState},
};
use chatspace::kernel::EmailId;
use serde_json::json;

use super::{forgets, leads_to, operator, register, resets, use_link};
use crate::support::{MailServer, Mood, Person, World, text};

const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);
const ALICE: &str = "alice@example.org";

/// What the operator would see.
pub async fn seen(world: &World) -> Vec<Email> {
    let state = world.running().state();
    let mut conn = state.db.read().await.expect("a connection");
    emails(&mut conn, state.clock.now()).await.expect("emails")
}

/// What an operator hands on.
pub async fn reveals(operator: &Person, email: EmailId) -> String {
    text(&operator.post(&format!("/chatspace/admin/emails/{email}/link"), &json!({})).await.ok()["url"])
}

/// Waits until the newest email has come so far.
pub async fn newest_is(world: &World, state: EmailState) -> Email {
    let mut waits = 0;
    loop {
        let newest = seen(world).await.into_iter().next();
        if let Some(email) = newest.filter(|email| email.state == state) {
            return email;
        }
        waits += 1;
        assert!(waits < 400, "no email becomes {state:?}: {:?}", seen(world).await);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

super::with_mail_on_both_databases! {
    a_temporarily_refused_email_is_sent_later,
    a_permanently_refused_email_is_failed_and_the_operator_reveals_its_link,
    a_silent_mail_server_holds_nobody_up,
    emails_wait_through_an_outage_and_a_restart_and_are_sent_once_each,
    an_email_whose_receipt_was_lost_is_resent_with_the_same_id,
    an_email_with_an_expired_link_is_not_sent,
    an_email_is_deleted_a_week_after_it_was_sent,
}

async fn a_temporarily_refused_email_is_sent_later(world: World, mail: MailServer) {
    operator(&world, &mail).await;
    mail.is_now(Mood::Refuses("451 not now, alice@example.org"));
    let before = mail.tries();
    forgets(&world, ALICE).await.ok();
    for tries in 1..=4 {
        mail.is_tried(before + tries).await;
        world.pass(3 * MINUTE);
    }
    mail.is_now(Mood::Takes);
    world.pass(10 * MINUTE);
    let email = mail.email_to(ALICE).await;
    resets(&world, &email.token(), "a fresh good password").await.ok();
}

async fn a_permanently_refused_email_is_failed_and_the_operator_reveals_its_link(world: World, mail: MailServer) {
    let alice = operator(&world, &mail).await;
    mail.is_now(Mood::Refuses("550 no such mailbox"));
    let before = mail.tries();
    forgets(&world, ALICE).await.ok();
    for tries in 1..=5 {
        mail.is_tried(before + tries).await;
        if tries < 5 {
            let waiting = newest_is(&world, EmailState::Waiting).await;
            assert!(!waiting.has_link, "the link is still on its way: {waiting:?}");
            world.pass(4 * MINUTE);
        }
    }
    let failed = newest_is(&world, EmailState::Failed).await;
    assert_eq!(failed.to, ALICE);
    assert!(failed.has_link);
    let url = reveals(&alice.comes_back().await, failed.id).await;
    resets(&world, url.split_once('#').expect("has a token").1, "a fresh good password").await.ok();
    assert!(seen(&world).await.iter().all(|email| !email.has_link), "no link lives any more");
}

async fn a_silent_mail_server_holds_nobody_up(world: World, mail: MailServer) {
    let alice = operator(&world, &mail).await;
    let guild = alice.makes_guild("Tea friends").await;
    let mut mail = mail;
    mail.goes_away().await;
    mail.is_now(Mood::IsSilent);
    mail.comes_back().await;
    let before = mail.tries();
    forgets(&world, ALICE).await.ok();
    mail.is_tried(before + 1).await;
    let began = Instant::now();
    for _ in 0..20 {
        alice.says(&guild.channel, "hello").await;
        forgets(&world, "nobody@example.org").await.ok();
    }
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    let mut world = world;
    let began = Instant::now();
    world.restart().await;
    assert!(began.elapsed() < Duration::from_secs(5), "nor does it hold up the end: {:?}", began.elapsed());
    mail.goes_away().await;
    mail.is_now(Mood::Takes);
    mail.comes_back().await;
    world.pass(2 * MINUTE);
    leads_to(&mail.email_to(ALICE).await, "reset");
}

async fn emails_wait_through_an_outage_and_a_restart_and_are_sent_once_each(world: World, mail: MailServer) {
    let alice = operator(&world, &mail).await;
    let (mut world, mut mail) = (world, mail);
    mail.goes_away().await;
    for number in 0..12 {
        register(&world, &format!("person{number}"), "en").await.ok();
    }
    alice.post("/auth/email", &json!({"email": "alice@example.com"})).await.ok();
    world.restart().await;
    mail.comes_back().await;
    world.pass(MINUTE);
    for number in 0..12 {
        let email = mail.email_to(&format!("person{number}@example.org")).await;
        use_link(&world, "register/confirm", &email.token()).await.ok();
    }
    leads_to(&mail.email_to("alice@example.com").await, "email");
    leads_to(&mail.email_to(ALICE).await, "revert");
    newest_is(&world, EmailState::Sent).await;
    world.pass(HOUR);
    forgets(&world, ALICE).await.ok();
    leads_to(&mail.email_to(ALICE).await, "reset");
    assert!((0..12).all(|number| mail.emails_to(&format!("person{number}@example.org")).is_empty()), "twice");
}

async fn an_email_whose_receipt_was_lost_is_resent_with_the_same_id(world: World, mail: MailServer) {
    operator(&world, &mail).await;
    mail.is_now(Mood::HangsUp);
    let before = mail.tries();
    forgets(&world, ALICE).await.ok();
    mail.is_tried(before + 1).await;
    newest_is(&world, EmailState::Waiting).await;
    mail.is_now(Mood::Takes);
    world.pass(MINUTE);
    let email = mail.email_to(ALICE).await;
    assert!(email.header("Message-ID").starts_with("<reset."), "{}", email.raw);
}

async fn an_email_with_an_expired_link_is_not_sent(world: World, mail: MailServer) {
    operator(&world, &mail).await;
    let mut mail = mail;
    mail.goes_away().await;
    forgets(&world, ALICE).await.ok();
    world.pass(31 * MINUTE);
    let failed = newest_is(&world, EmailState::Failed).await;
    assert!(!failed.has_link);
    mail.comes_back().await;
    world.pass(2 * HOUR);
    forgets(&world, ALICE).await.ok();
    leads_to(&mail.email_to(ALICE).await, "reset");
    assert!(mail.emails_to(ALICE).is_empty());
}

async fn an_email_is_deleted_a_week_after_it_was_sent(world: World, mail: MailServer) {
    operator(&world, &mail).await;
    newest_is(&world, EmailState::Sent).await;
    world.pass(8 * 24 * HOUR);
    let state = world.running().state();
    state.writer.run_write(|uow| Box::pin(chatspace::features::mail::actions::forget_old(uow))).await.expect("is stored");
    assert_eq!(seen(&world).await, []);
}
