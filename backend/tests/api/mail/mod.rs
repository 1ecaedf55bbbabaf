//! Emails and their links, against a mail server on a real socket.

mod addresses;
mod emails;
mod forged;
mod limits;
pub mod outages;
mod passwords;
mod registering;
mod without;

use reqwest::header;
use serde_json::{Value, json};

use crate::support::{Answer, Email, Engine, MailServer, PASSWORD, Person, World, text};

/// Where the stories' emails lead.
pub const HOUSE: &str = "https://chat.example.net";

/// Runs each test on both databases, in modules `sqlite` and `postgres`, in a world with a mail server.
macro_rules! with_mail_on_both_databases {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[actix_web::test]
            async fn $name() {
                let (world, other) = $crate::mail::world($crate::support::Engine::Sqlite, &[]).await;
                super::$name(world, other).await;
            })+
        }

        mod postgres {
            $(#[actix_web::test]
            async fn $name() {
                let (world, other) = $crate::mail::world($crate::support::Engine::Postgres, &[]).await;
                super::$name(world, other).await;
            })+
        }
    };
}
pub(crate) use with_mail_on_both_databases;

/// A world with a mail server.
pub async fn world(engine: Engine, settings: &[(&'static str, &str)]) -> (World, MailServer) {
    let mail = MailServer::start().await;
    let url = format!("smtp://{}", mail.address);
    let mut all = vec![("SMTP_URL", url.as_str()), ("MAIL_FROM", "chat@example.net"), ("PUBLIC_URL", HOUSE)];
    all.extend(settings);
    (World::with(engine, &all).await, mail)
}

/// The first of the instance, who operates it, with their first email read.
pub async fn operator(world: &World, mail: &MailServer) -> Person {
    let alice = world.person("alice").await;
    let email = mail.email_to("alice@example.org").await;
    use_link(world, "email/verify", &email.token()).await.ok();
    alice
}

/// Somebody who has registered and confirmed their address.
pub async fn person(world: &World, mail: &MailServer, name: &str) -> Person {
    register(world, name, "en").await.ok();
    let email = mail.email_to(&format!("{name}@example.org")).await;
    let answer = use_link(world, "register/confirm", &email.token()).await;
    signed_in(world, name, answer)
}

#[track_caller]
pub fn signed_in(world: &World, name: &str, answer: Answer) -> Person {
    let body = answer.ok();
    let mut person = world.stranger();
    name.clone_into(&mut person.name);
    person.id = text(&body["user"]["id"]);
    person.token = text(&body["access_token"]);
    person.refresh_token = text(&body["refresh_token"]);
    person
}

pub fn registration(name: &str) -> Value {
    json!({"email": format!("{name}@example.org"), "username": name, "password": PASSWORD})
}

/// A registration from a browser in this language.
pub async fn register(world: &World, name: &str, language: &str) -> Answer {
    register_as(world, &registration(name), language).await
}

pub async fn register_as(world: &World, form: &Value, language: &str) -> Answer {
    let request = reqwest::Client::new().post(world.url("/api/v10/auth/register"));
    Person::answer(request.header(header::ACCEPT_LANGUAGE, language).json(form)).await
}

pub async fn use_link(world: &World, route: &str, token: &str) -> Answer {
    world.stranger().post(&format!("/auth/{route}"), &json!({"token": token})).await
}

pub async fn forgets(world: &World, email: &str) -> Answer {
    world.stranger().post("/auth/forgot", &json!({"email": email})).await
}

pub async fn resets(world: &World, token: &str, password: &str) -> Answer {
    world.stranger().post("/auth/reset", &json!({"token": token, "password": password})).await
}

pub async fn sign_in(world: &World, email: &str, password: &str) -> Answer {
    world.stranger().post("/auth/login", &json!({"email": email, "password": password})).await
}

/// Asserts the one answer for links that do nothing.
#[track_caller]
pub fn is_dead(answer: Answer) {
    let refused = answer.refused(400, 50035);
    let expected = json!([{"code": "LINK_INVALID", "message": "The link is invalid or has expired."}]);
    assert_eq!(refused["errors"], json!({"token": {"_errors": expected}}), "{refused}");
}

/// Asserts that the email leads to the page of that kind, in the house.
#[track_caller]
pub fn leads_to(email: &Email, kind: &str) {
    assert_eq!(email.link().0, format!("{HOUSE}/link/{kind}"));
}

/// What the caller's account has done lately, newest first.
pub async fn events(person: &Person) -> Vec<String> {
    let events = person.get("/auth/events").await.ok();
    events.as_array().expect("a list").iter().map(|event| text(&event["kind"])).collect()
}
