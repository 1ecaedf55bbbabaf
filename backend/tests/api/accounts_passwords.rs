//! What a password may be, and how it is compared.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use chatspace::kernel::UserId;
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::{
    accounts::{register, registration, sign_in},
    mail::{forgets, resets},
    support::{PASSWORD, Person, World, text},
};

const COMPOSED: &str = "чай із їжаком";
const IN_PARTS: &str = "чаи\u{306} із і\u{308}жаком";

#[track_caller]
fn refused_for(refused: &Value, field: &str) -> String {
    text(&refused["errors"][field]["_errors"][0]["code"])
}

/// The token of a link that the operator makes.
async fn reset_token(operator: &Person, person: &Person) -> String {
    let link = operator.post(&format!("/chatspace/admin/users/{}/reset-link", person.id), &json!({})).await.ok();
    text(&link["url"]).split_once('#').expect("has a token").1.to_owned()
}

/// A hash as it was made before passwords were brought into one form.
fn older_hash(password: &str) -> String {
    let mut digest = Hmac::<Sha256>::new_from_slice(b"chatspace password 1").expect("a key of any length will do");
    digest.update(password.as_bytes());
    bcrypt::hash(STANDARD.encode(digest.finalize().into_bytes()), 4).expect("hashes")
}

on_both_databases! {
    a_password_is_the_same_whichever_keyboard_wrote_it,
    a_hash_of_the_written_form_is_renewed_at_the_next_sign_in,
    the_address_or_a_name_of_an_account_is_no_password_of_it_wherever_one_is_set,
    a_weak_password_is_refused_wherever_one_is_set_and_the_link_still_works,
}

async fn a_password_is_the_same_whichever_keyboard_wrote_it(world: World) {
    for (name, made, others) in [
        ("ann", COMPOSED, vec![IN_PARTS]),
        ("bob", IN_PARTS, vec![COMPOSED]),
        ("cyd", "one two three kettles", vec!["one\u{a0}two\u{2009}three\u{3000}kettles"]),
    ] {
        let mut form = registration(name);
        form["password"] = json!(made);
        register(&world, &form).await.ok();
        let email = format!("{name}@example.org");
        for written in others.into_iter().chain([made]) {
            sign_in(&world, &email, written).await.ok();
        }
        sign_in(&world, &email, &made.to_uppercase()).await.refused(400, 50035);
    }
}

async fn a_hash_of_the_written_form_is_renewed_at_the_next_sign_in(world: World) {
    let alice = world.person("alice").await;
    let (id, hash) = (alice.id.parse::<UserId>().expect("an id"), older_hash(IN_PARTS));
    let job = world.running().state().writer.run_write(move |uow| {
        Box::pin(async move { chatspace::features::users::actions::set_password_hash(uow.conn(), id, &hash).await })
    });
    assert!(job.await.expect("is stored"));
    sign_in(&world, "alice@example.org", COMPOSED).await.refused(400, 50035);
    alice.post("/auth/reauthenticate", &json!({"password": IN_PARTS})).await.ok();
    sign_in(&world, "alice@example.org", IN_PARTS).await.ok();
    sign_in(&world, "alice@example.org", COMPOSED).await.ok();
    sign_in(&world, "alice@example.org", IN_PARTS).await.ok();
}

async fn the_address_or_a_name_of_an_account_is_no_password_of_it_wherever_one_is_set(world: World) {
    let alice = world.person("alice").await;
    let form = |password: &str| {
        json!({
            "email": "olena.tkach@example.org", "username": "white_rabbit", "display_name": "Олена Ткаченко", "password": password,
        })
    };
    let likes = ["olena.tkach@example.org", "OLENA.TKACH@Example.Org", "Olena Tkach", "White Rabbit", "олена ткаченко"];
    for like in likes {
        assert_eq!(
            refused_for(&register(&world, &form(like)).await.refused(400, 50035), "password"),
            "PASSWORD_LIKE_ACCOUNT",
            "{like}"
        );
    }
    let olena = register(&world, &form(PASSWORD)).await.ok();
    let mut person = world.stranger().with_token(&text(&olena["access_token"]));
    person.id = text(&olena["user"]["id"]);
    for like in likes {
        let change = json!({"current_password": PASSWORD, "new_password": like});
        let refused = person.post("/auth/password", &change).await.refused(400, 50035);
        assert_eq!(refused_for(&refused, "new_password"), "PASSWORD_LIKE_ACCOUNT", "{like}");
    }
    let token = reset_token(&alice, &person).await;
    for like in likes {
        assert_eq!(
            refused_for(&resets(&world, &token, like).await.refused(400, 50035), "password"),
            "PASSWORD_LIKE_ACCOUNT",
            "{like}"
        );
    }
    resets(&world, &token, "staple correct horse").await.ok();
    forgets(&world, "olena.tkach@example.org").await.ok();
}

async fn a_weak_password_is_refused_wherever_one_is_set_and_the_link_still_works(world: World) {
    let (alice, bob) = (world.person("alice").await, world.person("bob").await);
    let mut form = registration("cyd");
    form["password"] = json!("password1234");
    assert_eq!(refused_for(&register(&world, &form).await.refused(400, 50035), "password"), "PASSWORD_TOO_COMMON");
    let change = json!({"current_password": PASSWORD, "new_password": "password1234"});
    let refused = bob.post("/auth/password", &change).await.refused(400, 50035);
    assert_eq!(refused_for(&refused, "new_password"), "PASSWORD_TOO_COMMON");
    let wrong = json!({"current_password": "a wrong password", "new_password": "password1234"});
    let refused = bob.post("/auth/password", &wrong).await.refused(400, 50035);
    assert_eq!(refused_for(&refused, "current_password"), "PASSWORD_WRONG", "the new one is looked at after the old one");
    let token = reset_token(&alice, &bob).await;
    assert_eq!(refused_for(&resets(&world, &token, "password1234").await.refused(400, 50035), "password"), "PASSWORD_TOO_COMMON");
    resets(&world, &token, "staple correct horse").await.ok();
}
