//! What stands in emails.

use serde_json::json;

use super::{HOUSE, forgets, operator, register, register_as, registration, resets, use_link, world};
use crate::support::{Engine, MailServer, PASSWORD, Person, World};

super::with_mail_on_both_databases! {
    an_email_is_in_the_language_of_its_reader,
    every_email_names_its_server_and_is_automatic,
    a_name_cannot_write_a_header_or_markup,
    what_a_stranger_calls_himself_goes_to_no_mailbox_but_his_own,
    the_address_of_a_link_is_never_the_one_that_a_request_claims,
    an_address_with_a_ukrainian_domain_gets_its_email,
}

async fn an_email_is_in_the_language_of_its_reader(world: World, mail: MailServer) {
    let alice = operator(&world, &mail).await;
    let cases = [
        ("bob", "uk-UA,uk;q=0.9,en;q=0.8", "Підтвердьте реєстрацію в ChatSpace", "Вітаємо, bob!", "lang=\"uk\""),
        ("cyd", "en-GB,en;q=0.9,uk;q=0.8", "Confirm your registration at ChatSpace", "Hello cyd,", "lang=\"en\""),
        ("dan", "de", "Confirm your registration at ChatSpace", "Hello dan,", "lang=\"en\""),
    ];
    for (name, language, subject, greeting, tag) in cases {
        register(&world, name, language).await.ok();
        let email = mail.email_to(&format!("{name}@example.org")).await;
        assert_eq!(email.subject, subject);
        assert!(email.text.starts_with(greeting) && email.html.contains(greeting), "{}", email.text);
        assert!(email.html.contains(tag), "{}", email.html);
        use_link(&world, "register/confirm", &email.token()).await.ok();
    }
    let subjects = [("uk", "Скидання пароля в ChatSpace"), ("en-US", "Reset your password for ChatSpace")];
    for (locale, subject) in subjects {
        alice.patch("/users/@me", &json!({"locale": locale})).await.ok();
        forgets(&world, "alice@example.org").await.ok();
        assert_eq!(mail.email_to("alice@example.org").await.subject, subject);
    }
    forgets(&world, "bob@example.org").await.ok();
    assert_eq!(mail.email_to("bob@example.org").await.subject, "Скидання пароля в ChatSpace");
}

async fn every_email_names_its_server_and_is_automatic(world: World, mail: MailServer) {
    world.person("alice").await;
    let email = mail.email_to("alice@example.org").await;
    assert_eq!((email.header("From"), email.header("To")), ("ChatSpace <chat@example.net>", "alice@example.org"));
    assert_eq!(email.header("Auto-Submitted"), "auto-generated");
    assert!(email.header("Message-ID").ends_with("@example.net>"), "{}", email.raw);
    assert_eq!(email.header("MIME-Version"), "1.0");
    assert!(!email.header("Date").is_empty());
    assert!(email.text.trim_end().ends_with(&format!("\n{HOUSE}")), "{}", email.text);
    assert!(email.raw.lines().all(|line| line.len() <= 998 && line.is_ascii()), "{}", email.raw);
}

async fn a_name_cannot_write_a_header_or_markup(world: World, mail: MailServer) {
    let alice = operator(&world, &mail).await;
    for name in ["\"><script>alert(1)</script>", "Bcc: eve@example.org", "=?utf-8?q?=0D=0ABcc:_eve?=", "{{ 7 * 7 }}", "a\u{85}b"]
    {
        let answer = alice.patch("/users/@me", &json!({"global_name": name})).await;
        if answer.status != 200 {
            answer.refused(400, 50035);
            continue;
        }
        forgets(&world, "alice@example.org").await.ok();
        let email = mail.email_to("alice@example.org").await;
        // As it is: nothing of it is worked out.
        assert!(email.text.starts_with(&format!("Hello {name},")), "{}", email.text);
        assert!(!email.html.contains("<script"), "{}", email.html);
        let names: Vec<_> = email.headers.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["From", "To", "Subject", "Message-ID", "Auto-Submitted", "MIME-Version", "Date", "Content-Type"]);
        email.link();
    }
    for name in ["a\r\nBcc: eve@example.org", "a\nb", "a\u{2028}\u{202e}b"] {
        alice.patch("/users/@me", &json!({"global_name": name})).await.refused(400, 50035);
    }
    for email in
        ["a@example.org\r\nBcc: eve@example.org", "a@example.org, eve@example.org", "<eve@example.org>", "a\n@example.org"]
    {
        let mut form = registration("eve");
        form["email"] = json!(email);
        register_as(&world, &form, "uk").await.refused(400, 50035);
        forgets(&world, email).await.ok();
    }
    assert!(mail.emails_to("eve@example.org").is_empty());
}

async fn what_a_stranger_calls_himself_goes_to_no_mailbox_but_his_own(world: World, mail: MailServer) {
    operator(&world, &mail).await;
    let mut form = registration("mallory");
    form["display_name"] = json!("Win a prize");
    register_as(&world, &form, "en").await.ok();
    let email = mail.email_to("mallory@example.org").await;
    assert!(!email.raw.contains("prize") && !email.text.contains("prize"), "{}", email.text);
}

async fn the_address_of_a_link_is_never_the_one_that_a_request_claims(world: World, mail: MailServer) {
    operator(&world, &mail).await;
    let request = reqwest::Client::new().post(world.url("/api/v10/auth/forgot"));
    let request =
        request.header("host", "evil.example").header("x-forwarded-host", "evil.example").header("x-forwarded-proto", "http");
    let request = request.header("forwarded", "host=evil.example").header("x-original-url", "http://evil.example/");
    Person::answer(request.json(&json!({"email": "alice@example.org"}))).await.ok();
    let email = mail.email_to("alice@example.org").await;
    assert!(!email.raw.contains("evil") && !email.text.contains("evil"), "{}", email.text);
    assert_eq!(email.link().0, format!("{HOUSE}/link/reset"));
}

async fn an_address_with_a_ukrainian_domain_gets_its_email(world: World, mail: MailServer) {
    operator(&world, &mail).await;
    let mut form = registration("ann");
    form["email"] = json!("ann@пошта.укр");
    register_as(&world, &form, "uk").await.ok();
    let email = mail.email_to("ann@xn--80a1acn3a.xn--j1amh").await;
    let user = use_link(&world, "register/confirm", &email.token()).await.ok()["user"].clone();
    assert_eq!(user["email"], "ann@пошта.укр");
}

#[actix_web::test]
async fn the_name_of_the_instance_can_be_any_line() {
    let (world, mail) = world(Engine::Sqlite, &[("APP_NAME", "Чай, \"друзі\" <b> Bcc: eve@example.org")]).await;
    world.person("alice").await;
    let email = mail.email_to("alice@example.org").await;
    let from = email.raw.lines().find(|line| line.starts_with("From: ")).expect("a sender");
    assert!(!from.contains("Bcc") && !from.contains("<b>"), "it is encoded: {}", email.raw);
    assert!(email.header("From").ends_with(" <chat@example.net>"), "{}", email.raw);
    assert_eq!(email.subject, "Confirm your address at Чай, \"друзі\" <b> Bcc: eve@example.org");
    assert!(!email.html.contains("<b>"), "{}", email.html);
    email.link();
}

#[actix_web::test]
async fn without_a_public_address_links_lead_to_this_machine() {
    let mail = MailServer::start().await;
    let url = format!("smtp://{}", mail.address);
    let world =
        World::with(Engine::Sqlite, &[("SMTP_URL", &url), ("MAIL_FROM", "Чат <chat@example.net>"), ("PUBLIC_URL", "")]).await;
    world.person("alice").await;
    let email = mail.email_to("alice@example.org").await;
    assert_eq!(email.link().0, "http://localhost:0/link/verify", "port 0 is what the settings say here");
    assert_eq!(email.header("From"), "Чат <chat@example.net>");
}

#[actix_web::test]
async fn a_link_works_with_the_key_that_it_was_made_with() {
    let (world, mail) = world(Engine::Sqlite, &[]).await;
    operator(&world, &mail).await;
    forgets(&world, "alice@example.org").await.ok();
    let mut world = world;
    let token = mail.email_to("alice@example.org").await.token();
    world.restart().await;
    resets(&world, &token, PASSWORD).await.ok();
}
