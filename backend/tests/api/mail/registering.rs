//! Registering where emails are sent: no account without a confirmed address, and no word on whose address it is.

use std::time::Duration;

use futures_util::future::join_all;
use serde_json::{Value, json};

use super::{is_dead, leads_to, operator, person, register, register_as, registration, sign_in, signed_in, use_link};
use crate::support::{MailServer, PASSWORD, World};

const DAY: Duration = Duration::from_hours(24);

super::with_mail_on_both_databases! {
    the_first_comes_in_at_once_and_confirms_their_address_later,
    all_other_accounts_register_by_the_link_in_an_email,
    an_invite_for_two_lets_two_in_however_many_confirm_their_address,
    a_taken_address_is_reported_to_its_owner_only,
    a_user_name_is_reserved_for_a_day_for_the_first_registration,
    of_several_registrations_with_one_address_the_first_that_is_confirmed_counts,
    of_fifty_who_use_one_link_at_once_one_comes_in,
    errors_of_a_registration_are_reported_as_before,
}

async fn the_first_comes_in_at_once_and_confirms_their_address_later(world: World, mail: MailServer) {
    let instance = world.stranger().get("/chatspace/instance").await.ok();
    assert_eq!((&instance["sends_mail"], &instance["first_run"]), (&json!(true), &json!(true)));
    let alice = world.person("alice").await;
    assert_eq!(alice.get("/users/@me").await.ok()["verified"], false);
    let email = mail.email_to("alice@example.org").await;
    leads_to(&email, "verify");
    let mut sessions = alice.connects().await;
    let answer = use_link(&world, "email/verify", &email.token()).await;
    assert_eq!(answer.status, 204);
    assert_eq!(sessions.event("USER_UPDATE").await["verified"], true);
    let me = alice.get("/users/@me").await.ok();
    assert_eq!((&me["verified"], &me["chatspace"]["operator"]), (&json!(true), &json!(true)));
    is_dead(use_link(&world, "email/verify", &email.token()).await);
}

async fn all_other_accounts_register_by_the_link_in_an_email(world: World, mail: MailServer) {
    operator(&world, &mail).await;
    let mut form = registration("bob");
    form["email"] = json!(" Bob@Example.org ");
    form["display_name"] = json!("Богдан");
    let answer = register_as(&world, &form, "uk").await;
    assert_eq!(answer.status, 202);
    assert_eq!(answer.ok(), json!({"email": "Bob@Example.org"}), "nobody is signed in");
    sign_in(&world, "bob@example.org", PASSWORD).await.refused(400, 50035);
    let email = mail.email_to("Bob@example.org").await;
    leads_to(&email, "register");
    let answer = use_link(&world, "register/confirm", &email.token()).await;
    assert_eq!((answer.status.as_u16(), &answer.body["token_type"]), (201, &json!("bearer")));
    let user = answer.body["user"].clone();
    assert_eq!((&user["username"], &user["global_name"]), (&json!("bob"), &json!("Богдан")));
    assert_eq!((&user["email"], &user["verified"]), (&json!("Bob@Example.org"), &json!(true)));
    assert_eq!((&user["locale"], &user["chatspace"]["operator"]), (&json!("uk"), &json!(false)));
    let bob = signed_in(&world, "bob", answer);
    bob.makes_guild("Tea friends").await;
    sign_in(&world, "bob@example.org", PASSWORD).await.ok();
    is_dead(use_link(&world, "register/confirm", &email.token()).await);
}

async fn an_invite_for_two_lets_two_in_however_many_confirm_their_address(world: World, mail: MailServer) {
    let alice = operator(&world, &mail).await;
    let guild = alice.makes_guild("Tea friends").await;
    let code = alice.post(&format!("/channels/{}/invites", guild.channel), &json!({"max_uses": 2})).await.ok()["code"].clone();
    alice.patch("/chatspace/admin/settings", &json!({"registration": "invite"})).await.ok();
    let mut tokens = Vec::new();
    for number in 0..6 {
        let mut form = registration(&format!("person{number}"));
        form["invite"] = code.clone();
        assert_eq!(register_as(&world, &form, "en").await.status, 202);
        tokens.push(mail.email_to(&format!("person{number}@example.org")).await.token());
    }
    let answers = join_all(tokens.iter().map(|token| use_link(&world, "register/confirm", token))).await;
    let (made, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 201);
    assert_eq!((made.len(), refused.len()), (2, 4));
    for answer in refused {
        assert_eq!(answer.refused(400, 50035)["errors"]["token"]["_errors"][0]["code"], "INVITE_INVALID");
    }
    let code = code.as_str().expect("a code");
    for answer in made {
        signed_in(&world, "guest", answer).joins(code).await;
    }
}

async fn a_taken_address_is_reported_to_its_owner_only(world: World, mail: MailServer) {
    operator(&world, &mail).await;
    person(&world, &mail, "bob").await;
    let mut form = registration("mallory");
    form["email"] = json!("BOB@example.org");
    let taken = register_as(&world, &form, "en").await;
    let free = register(&world, "cyd", "en").await;
    assert_eq!((taken.status, free.status), (free.status, taken.status));
    assert_eq!((taken.body, free.body), (json!({"email": "BOB@example.org"}), json!({"email": "cyd@example.org"})));
    let mut names: Vec<_> = taken.headers.keys().map(ToString::to_string).collect();
    let mut others: Vec<_> = free.headers.keys().map(ToString::to_string).collect();
    names.sort();
    others.sort();
    assert_eq!(names, others);
    let email = mail.email_to("bob@example.org").await;
    email.has_no_link();
    assert_eq!(email.subject, "You already have an account at ChatSpace");
    assert!(!email.raw.contains("mallory"), "what a stranger typed is told to nobody");
    let mut form = registration("mallory");
    form["email"] = json!("mallory@example.org");
    let refused = register_as(&world, &form, "en").await.refused(400, 50035);
    assert_eq!(refused["errors"]["username"]["_errors"][0]["code"], "USERNAME_ALREADY_TAKEN", "kept, as for a free address");
}

async fn a_user_name_is_reserved_for_a_day_for_the_first_registration(world: World, mail: MailServer) {
    operator(&world, &mail).await;
    register(&world, "bob", "en").await.ok();
    let mut rival = registration("bob");
    rival["email"] = json!("rival@example.org");
    let refused = register_as(&world, &rival, "en").await.refused(400, 50035);
    assert_eq!(refused["errors"]["username"]["_errors"][0]["code"], "USERNAME_ALREADY_TAKEN");
    register(&world, "bob", "en").await.ok();
    let (_, late) = (mail.email_to("bob@example.org").await, mail.email_to("bob@example.org").await);
    world.pass(DAY + Duration::from_secs(1));
    register_as(&world, &rival, "en").await.ok();
    is_dead(use_link(&world, "register/confirm", &late.token()).await);
    let email = mail.email_to("rival@example.org").await;
    let user = use_link(&world, "register/confirm", &email.token()).await.ok()["user"].clone();
    assert_eq!((&user["username"], &user["email"]), (&json!("bob"), &json!("rival@example.org")));
}

async fn of_several_registrations_with_one_address_the_first_that_is_confirmed_counts(world: World, mail: MailServer) {
    operator(&world, &mail).await;
    let mut tokens = Vec::new();
    for (name, password) in [("bob", PASSWORD), ("bobby", "another good password"), ("bob", "a third good password")] {
        let mut form = registration(name);
        form["email"] = json!("bob@example.org");
        form["password"] = json!(password);
        register_as(&world, &form, "en").await.ok();
        tokens.push(mail.email_to("bob@example.org").await.token());
    }
    let user = use_link(&world, "register/confirm", &tokens[1]).await.ok()["user"].clone();
    assert_eq!(user["username"], "bobby");
    for token in &tokens {
        is_dead(use_link(&world, "register/confirm", token).await);
    }
    sign_in(&world, "bob@example.org", "another good password").await.ok();
    sign_in(&world, "bob@example.org", PASSWORD).await.refused(400, 50035);
    let mut other = registration("bob");
    other["email"] = json!("other@example.org");
    register_as(&world, &other, "en").await.ok();
}

async fn of_fifty_who_use_one_link_at_once_one_comes_in(world: World, mail: MailServer) {
    operator(&world, &mail).await;
    register(&world, "bob", "en").await.ok();
    let token = mail.email_to("bob@example.org").await.token();
    let answers = join_all((0..50).map(|_| use_link(&world, "register/confirm", &token))).await;
    let (good, bad): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 201);
    assert_eq!(good.len(), 1);
    bad.into_iter().for_each(is_dead);
}

async fn errors_of_a_registration_are_reported_as_before(world: World, mail: MailServer) {
    operator(&world, &mail).await;
    let wrong = json!({"email": "nobody", "username": "Ж", "password": "swordfish"});
    let refused = register_as(&world, &wrong, "en").await.refused(400, 50035);
    let fields: Vec<_> = refused["errors"].as_object().expect("names fields").keys().cloned().collect();
    assert_eq!(fields, ["email", "password", "username"]);
    let mut taken = registration("ALICE");
    taken["email"] = json!("other@example.org");
    let refused = register_as(&world, &taken, "en").await.refused(400, 50035);
    assert_eq!(refused["errors"]["email"], Value::Null);
    assert_eq!(refused["errors"]["username"]["_errors"][0]["code"], "USERNAME_ALREADY_TAKEN");
}
