//! Accounts: registering, logging in, the profile.

use std::time::Duration;

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::support::{Answer, PASSWORD, Person, World};

pub fn registration(name: &str) -> Value {
    json!({"email": format!("{name}@example.org"), "username": name, "password": PASSWORD})
}

pub async fn register(world: &World, body: &Value) -> Answer {
    world.stranger().post("/auth/register", body).await
}

pub async fn sign_in(world: &World, email: &str, password: &str) -> Answer {
    world.stranger().post("/auth/login", &json!({"email": email, "password": password})).await
}

on_both_databases! {
    the_first_to_register_operates_the_instance_and_the_second_does_not,
    of_twenty_who_register_at_once_on_a_new_instance_one_operates_it,
    a_taken_name_and_a_taken_address_get_one_answer_after_the_same_work,
    of_twenty_who_want_one_name_at_once_one_gets_it,
    all_errors_of_a_registration_are_reported_at_once,
    keys_that_a_registration_does_not_know_are_refused,
    a_wrong_password_and_an_unknown_address_get_the_same_answer,
    no_part_of_a_long_password_is_cut_off,
    a_profile_is_changed_in_the_fields_that_are_named,
    a_changed_profile_is_published_to_own_sessions_and_guilds,
    others_see_only_the_public_side_of_a_user,
    the_callers_guilds_come_in_pages,
    health_and_limits_are_public,
    a_damaged_password_hash_fails_the_sign_in_only,
    a_revocation_outlasts_a_restart,
}

async fn the_first_to_register_operates_the_instance_and_the_second_does_not(world: World) {
    let instance = world.stranger().get("/chatspace/instance").await.ok();
    assert_eq!((&instance["first_run"], &instance["registration"]), (&json!(true), &json!("open")));
    let mut form = registration("alice");
    form["display_name"] = json!("Олена");
    form["email"] = json!("  Alice@Example.org ");
    let first = register(&world, &form).await;
    assert_eq!(first.status, 201);
    let first = first.ok();
    assert_eq!((&first["token_type"], &first["expires_in"]), (&json!("bearer"), &json!(600)));
    assert!(first["refresh_token"].as_str().is_some_and(|token| token.len() == 43));
    let user = &first["user"];
    assert_eq!((&user["username"], &user["global_name"]), (&json!("alice"), &json!("Олена")));
    assert_eq!((&user["email"], &user["chatspace"]["operator"]), (&json!("Alice@Example.org"), &json!(true)));
    let alice = world.stranger().with_token(first["access_token"].as_str().expect("an access token"));
    assert_eq!(&alice.get("/users/@me").await.ok(), user);
    let second = register(&world, &registration("bob")).await.ok();
    assert_eq!(second["user"]["chatspace"]["operator"], false);
    assert_eq!(world.stranger().get("/chatspace/instance").await.ok()["first_run"], false);
}

async fn of_twenty_who_register_at_once_on_a_new_instance_one_operates_it(world: World) {
    let people: Vec<_> = (0..20).map(|number| registration(&format!("person{number}"))).collect();
    let answers = join_all(people.iter().map(|person| register(&world, person))).await;
    let operators = answers.into_iter().filter(|answer| answer.body["user"]["chatspace"]["operator"] == true);
    assert_eq!(operators.count(), 1);
}

async fn a_taken_name_and_a_taken_address_get_one_answer_after_the_same_work(world: World) {
    world.person("alice").await;
    let mut taken = Vec::new();
    for (name, email) in [("ALICE", "bob@example.org"), ("bob", "Alice@EXAMPLE.org"), ("alice", "alice@example.org")] {
        let accepted = world.running().state().blocking_pool.taken();
        let form = json!({"username": name, "email": email, "password": PASSWORD});
        taken.push(register(&world, &form).await.refused(400, 50035));
        assert_eq!(world.running().state().blocking_pool.taken(), accepted + 1, "{name} {email}");
    }
    assert_eq!(taken[0]["errors"]["username"]["_errors"][0]["code"], "NAME_OR_EMAIL_TAKEN");
    assert!(taken.iter().all(|refused| *refused == taken[0]), "{taken:?}");
    let guesses = json!({"username": "bob", "email": "alice@example.org", "password": "password1234"});
    assert!(register(&world, &guesses).await.refused(400, 50035)["errors"]["password"].is_object());
}

async fn of_twenty_who_want_one_name_at_once_one_gets_it(world: World) {
    let form = registration("bob");
    let answers = join_all((0..20).map(|_| register(&world, &form))).await;
    let (good, bad): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 201);
    assert_eq!(good.len(), 1);
    for answer in bad {
        answer.refused(400, 50035);
    }
}

async fn all_errors_of_a_registration_are_reported_at_once(world: World) {
    let wrong = json!({"email": "nobody", "username": "Ж", "password": "swordfish", "display_name": "\u{200b}"});
    let refused = register(&world, &wrong).await.refused(400, 50035);
    let fields: Vec<_> = refused["errors"].as_object().expect("names fields").keys().cloned().collect();
    assert_eq!(fields, ["display_name", "email", "password", "username"]);
    assert!(!refused.to_string().contains("swordfish"), "{refused}");
    let number = json!({"email": "a@b.org", "username": "mallory", "password": 1_234_567_890_123_i64});
    let refused = register(&world, &number).await.refused(400, 50035);
    assert!(!refused.to_string().contains("1234567890123"), "{refused}");
    assert_eq!(world.stranger().get("/chatspace/instance").await.ok()["first_run"], true, "nothing is stored");
}

async fn keys_that_a_registration_does_not_know_are_refused(world: World) {
    for key in ["is_admin", "id", "operator", "verified"] {
        let mut form = registration("mallory");
        form[key] = json!(true);
        assert_eq!(register(&world, &form).await.status, 400, "{key}");
    }
    let mallory = world.person("mallory").await;
    let form = json!({"email": "mallory@example.org", "password": PASSWORD, "mfa": false});
    assert_eq!(mallory.post("/auth/login", &form).await.status, 400);
}

async fn a_wrong_password_and_an_unknown_address_get_the_same_answer(world: World) {
    world.person("alice").await;
    let good = sign_in(&world, " ALICE@example.ORG", PASSWORD).await.ok();
    assert_eq!(good["user"]["username"], "alice");
    let wrong = sign_in(&world, "alice@example.org", "correct horse batteri").await.refused(400, 50035);
    assert_eq!(wrong["errors"]["login"]["_errors"][0]["code"], "INVALID_LOGIN");
    for odd in ["bob@example.org", "", "@", "alice", "alice\u{0}@example.org", &"x".repeat(5000)] {
        assert_eq!(sign_in(&world, odd, PASSWORD).await.refused(400, 50035), wrong, "{odd:.20}");
    }
}

async fn no_part_of_a_long_password_is_cut_off(world: World) {
    let cut = |text: &str, length| text.chars().take(length).collect::<String>();
    let latin = cut(&"seven kettles, eleven saucers; ".repeat(3), 80);
    let (emoji, nul) = ("🫖🍋🥄🍯🫐🌿☕🍪🧊🥛".repeat(4), "before the nul\0after".to_owned());
    for (name, password) in [("ann", &latin), ("bob", &emoji), ("cyd", &nul)] {
        let mut form = registration(name);
        form["password"] = json!(password);
        register(&world, &form).await.ok();
        sign_in(&world, &format!("{name}@example.org"), password).await.ok();
    }
    let others = [
        ("ann", cut(&latin, 72)),
        ("ann", cut(&latin, 79)),
        ("ann", format!("{}?", cut(&latin, 79))),
        ("bob", cut(&emoji, 18)),
        ("bob", cut(&emoji, 39)),
        ("cyd", "before the nul".to_owned()),
    ];
    for (name, password) in others {
        sign_in(&world, &format!("{name}@example.org"), &password).await.refused(400, 50035);
    }
}

async fn a_profile_is_changed_in_the_fields_that_are_named(world: World) {
    let alice = world.person("alice").await;
    let change = async |change: Value| alice.patch("/users/@me", &change).await;
    let changed = change(json!({"global_name": " Олена ", "locale": "uk"})).await.ok();
    assert_eq!((&changed["global_name"], &changed["locale"]), (&json!("Олена"), &json!("uk")));
    let kept = change(json!({"id": "1", "email": "x@y.org", "verified": true, "flags": 7, "operator": true})).await.ok();
    assert_eq!(kept, changed, "what is not known is ignored");
    let reset = change(json!({"global_name": null})).await.ok();
    assert_eq!((&reset["global_name"], &reset["locale"]), (&Value::Null, &json!("uk")));
    let long = "x".repeat(33);
    for (key, wrong) in [("global_name", ""), ("global_name", &long), ("locale", ""), ("locale", "<b>")] {
        change(json!({key: wrong})).await.refused(400, 50035);
    }
    assert_eq!(alice.get("/users/@me").await.ok(), reset);
}

async fn a_changed_profile_is_published_to_own_sessions_and_guilds(world: World) {
    let alice = world.person("alice").await;
    let bob = world.person("bob").await;
    let guild = alice.makes_guild("Tea friends").await;
    alice.lets_in(&guild, &[&bob]).await;
    let (mut own, mut others) = (alice.connects().await, bob.connects().await);
    alice.patch("/users/@me", &json!({"global_name": "Олена", "locale": "uk"})).await.ok();
    let update = own.event("USER_UPDATE").await;
    assert_eq!((&update["global_name"], &update["email"]), (&json!("Олена"), &json!("alice@example.org")));
    let member = others.event("GUILD_MEMBER_UPDATE").await;
    assert_eq!((&member["guild_id"], &member["user"]["global_name"]), (&json!(guild.id), &json!("Олена")));
    assert_eq!(member["user"].get("email"), None);
    assert!(!others.names_since(0).await.contains(&"USER_UPDATE".to_owned()));
    alice.patch("/users/@me", &json!({"global_name": "Олена"})).await.ok();
    let told = own.seen.len();
    assert!(own.names_since(told).await.is_empty(), "what did not change is not told");
}

async fn others_see_only_the_public_side_of_a_user(world: World) {
    let alice = world.person("alice").await;
    let bob = world.person("bob").await;
    let path = format!("/users/{}", alice.id);
    let seen = bob.get(&path).await.ok();
    let keys: std::collections::BTreeSet<_> = seen.as_object().expect("an object").keys().map(String::as_str).collect();
    let shown = ["avatar", "banner", "accent_color", "bot", "system", "public_flags"];
    let named = ["id", "username", "global_name", "discriminator"];
    assert_eq!(keys, named.into_iter().chain(shown).collect());
    bob.get("/users/1").await.refused(404, 10013);
    bob.get("/users/tea").await.refused(400, 50035);
    world.stranger().get(&path).await.refused(401, 0);
}

async fn the_callers_guilds_come_in_pages(world: World) {
    let alice = world.person("alice").await;
    let mut ids = Vec::new();
    for name in ["one", "two", "three", "four"] {
        ids.push(alice.makes_guild(name).await.id);
    }
    let listed = async |person: &Person, query: &str| {
        let guilds = person.get(&format!("/users/@me/guilds{query}")).await.ok();
        let ids = guilds.as_array().expect("a list").iter().map(|guild| guild["id"].as_str().expect("an id").to_owned());
        ids.collect::<Vec<_>>()
    };
    assert_eq!(listed(&alice, "").await, ids);
    assert_eq!(listed(&alice, "?limit=2").await, ids[..2]);
    assert_eq!(listed(&alice, &format!("?after={}&limit=2", ids[1])).await, ids[2..]);
    assert_eq!(listed(&alice, &format!("?before={}&limit=2", ids[3])).await, ids[1..3], "those next to it");
    let counted = alice.get("/users/@me/guilds?with_counts=true").await.ok();
    assert_eq!((&counted[0]["approximate_member_count"], &counted[0]["owner"]), (&json!(1), &json!(true)));
    for wrong in ["?limit=0", "?limit=201", "?limit=tea", "?before=tea"] {
        alice.get(&format!("/users/@me/guilds{wrong}")).await.refused(400, 50035);
    }
    assert!(listed(&world.person("bob").await, "").await.is_empty());
}

async fn health_and_limits_are_public(world: World) {
    for path in ["/health/live", "/health/ready"] {
        let healthy = Person::answer(reqwest::Client::new().get(world.url(path))).await.ok();
        assert_eq!(healthy, json!({"status": "ok"}), "{path}");
    }
    let limits = world.stranger().get("/chatspace/limits").await.ok();
    assert!(limits["rates"].as_array().is_some_and(|rates| rates.iter().any(|rate| rate["name"] == "login-account")));
}

async fn a_damaged_password_hash_fails_the_sign_in_only(world: World) {
    world.person("alice").await;
    world.person("bob").await;
    let state = world.running().state();
    state
        .writer
        .run_write(|accepted| {
            Box::pin(async move {
                let odd = format!("$2b$04${}", "ї".repeat(26));
                let statement = "UPDATE accounts SET password_hash = $1 WHERE email = 'alice@example.org'";
                match accepted.conn() {
                    chatspace::db::Conn::Sqlite(conn) => drop(sqlx::query(statement).bind(odd).execute(&mut **conn).await),
                    chatspace::db::Conn::Postgres(conn) => drop(sqlx::query(statement).bind(odd).execute(&mut **conn).await),
                }
                Ok::<_, chatspace::http::Error>(())
            })
        })
        .await
        .expect("is stored");
    sign_in(&world, "alice@example.org", PASSWORD).await.refused(400, 50035);
    sign_in(&world, "bob@example.org", PASSWORD).await.ok();
}

async fn a_revocation_outlasts_a_restart(world: World) {
    let mut world = world;
    let alice = world.person("alice").await;
    let other = sign_in(&world, "alice@example.org", PASSWORD).await.ok();
    alice.post("/auth/logout", &json!({})).await.ok();
    world.restart().await;
    let alice = alice.at(&world);
    alice.get("/users/@me").await.refused(401, 0);
    world.stranger().post("/auth/refresh", &json!({"refresh_token": alice.refresh_token})).await.refused(401, 0);
    alice.with_token(other["access_token"].as_str().expect("an access token")).get("/users/@me").await.ok();
    world.pass(Duration::from_secs(601));
    let kept = json!({"refresh_token": other["refresh_token"]});
    world.stranger().post("/auth/refresh", &kept).await.ok();
}
