//! What lasts beyond a log-in: it is noted when it is made, listed, and ended with everything.

use serde_json::{Value, json};

use crate::{
    accounts_second_factor::enrol,
    mail::{events, resets},
    support::{Guild, PASSWORD, Person, World, text},
};

/// An application with a token; yields its id and the bot.
async fn bot_of(person: &Person, name: &str) -> (String, Person) {
    let application = person.post("/applications", &json!({"name": name})).await.ok();
    let id = text(&application["id"]);
    let token = person.post(&format!("/applications/{id}/bot/token"), &json!({})).await.ok();
    (id, person.with_token(&format!("Bot {}", text(&token["token"]))))
}

async fn adds(person: &Person, guild: &Guild, bot: &str) {
    person.put(&format!("/guilds/{}/bots/{bot}", guild.id), &json!({"permissions": "8"})).await.ok();
}

async fn credentials(person: &Person) -> Value {
    person.get("/auth/credentials").await.ok()
}

fn counts(credentials: &Value) -> [usize; 3] {
    ["bots", "added_bots", "invites"].map(|kind| credentials[kind].as_array().expect("a list").len())
}

on_both_databases! {
    each_lasting_credential_is_noted_when_it_is_made,
    a_thiefs_bot_reads_no_more_when_everything_is_ended,
    ending_everything_needs_the_password_and_ends_nothing_of_others,
    a_new_password_can_end_everything_at_once,
    what_an_operator_does_to_an_account_is_in_both_histories,
}

async fn each_lasting_credential_is_noted_when_it_is_made(world: World) {
    let alice = world.person("alice").await;
    let guild = alice.makes_guild("Tea friends").await;
    let (bot, _) = bot_of(&alice, "Tea timer").await;
    adds(&alice, &guild, &bot).await;
    assert_eq!(events(&alice).await, ["bot_added", "bot_token_created", "application_created"]);
    let told = alice.get("/auth/events").await.ok();
    assert!(!told.to_string().contains("Bot "), "{told}");
}

async fn a_thiefs_bot_reads_no_more_when_everything_is_ended(world: World) {
    let (alice, mallory) = (world.person("alice").await, world.person("mallory").await);
    let guild = alice.makes_guild("Tea friends").await;
    let (own, own_bot) = bot_of(&alice, "Made by the thief").await;
    let (other, other_bot) = bot_of(&mallory, "Of the thief").await;
    adds(&alice, &guild, &own).await;
    adds(&alice, &guild, &other).await;
    alice.post(&format!("/channels/{}/invites", guild.channel), &json!({"max_age": 0})).await.ok();
    let mut listening = other_bot.connects().await;
    alice.says(&guild.channel, "a secret").await;
    for bot in [&own_bot, &other_bot] {
        assert_eq!(bot.reads(&guild.channel).await[0], "a secret");
    }

    let change = json!({"current_password": PASSWORD, "new_password": "staple correct horse"});
    alice.post("/auth/password", &change).await.ok();
    alice.post("/auth/logout-all", &json!({"keep_current": true})).await.ok();
    let left = credentials(&alice).await;
    assert_eq!(counts(&left), [1, 1, 1], "what the end of all log-ins leaves is listed: {left}");
    assert_eq!((&left["bots"][0]["bot"]["id"], &left["bots"][0]["guild_count"]), (&json!(own), &json!(1)));
    assert_eq!((&left["added_bots"][0]["bot"]["id"], &left["added_bots"][0]["guild_count"]), (&json!(other), &json!(1)));
    assert_eq!((&left["invites"][0]["guild_name"], &left["invites"][0].get("code")), (&json!("Tea friends"), &None));
    assert_eq!(own_bot.reads(&guild.channel).await[0], "a secret");

    alice.post("/auth/logout-all", &json!({"keep_current": true, "everything": true})).await.ok();
    assert_eq!(counts(&credentials(&alice).await), [0, 0, 0]);
    own_bot.get(&format!("/channels/{}/messages", guild.channel)).await.refused(401, 0);
    other_bot.get(&format!("/channels/{}/messages", guild.channel)).await.refused(404, 10003);
    listening.event("GUILD_DELETE").await;
    assert_eq!(alice.get(&format!("/guilds/{}/invites", guild.id)).await.ok(), json!([]));
    assert_eq!(events(&alice).await[..2], ["logout_all", "everything_ended"]);
}

async fn ending_everything_needs_the_password_and_ends_nothing_of_others(world: World) {
    let (alice, bob) = (world.person("alice").await, world.person("bob").await);
    let guild = alice.makes_guild("Tea friends").await;
    alice.lets_in(&guild, &[&bob]).await;
    let (bot, reader) = bot_of(&bob, "Tea timer").await;
    adds(&alice, &guild, &bot).await;
    world.pass(std::time::Duration::from_mins(6));
    let everything = json!({"keep_current": true, "everything": true});
    alice.post("/auth/logout-all", &everything).await.refused(403, 200_001);
    bob.post("/auth/reauthenticate", &json!({"password": PASSWORD})).await.ok();
    bob.post("/auth/logout-all", &json!({"keep_current": true})).await.ok();
    reader.reads(&guild.channel).await;
    assert_eq!(counts(&credentials(&alice).await), [0, 1, 1], "what bob ended was not alice's");
    assert_eq!(counts(&credentials(&bob).await), [1, 0, 0]);
    world.stranger().get("/auth/credentials").await.refused(401, 0);
}

async fn a_new_password_can_end_everything_at_once(world: World) {
    let alice = world.person("alice").await;
    let guild = alice.makes_guild("Tea friends").await;
    let (bot, reader) = bot_of(&alice, "Tea timer").await;
    adds(&alice, &guild, &bot).await;
    let change = json!({"current_password": PASSWORD, "new_password": "staple correct horse", "everything": true});
    alice.post("/auth/password", &change).await.ok();
    reader.get(&format!("/channels/{}/messages", guild.channel)).await.refused(401, 0);

    let token = text(&alice.post(&format!("/applications/{bot}/bot/token"), &json!({})).await.ok()["token"]);
    let reader = reader.with_token(&format!("Bot {token}"));
    reader.reads(&guild.channel).await;
    let path = format!("/chatspace/admin/users/{}/reset-link", alice.id);
    let link = text(&world.console().post(&path, &json!({})).await.ok()["url"]);
    let form = json!({"token": link.split_once('#').expect("has a token").1, "password": "another good one", "everything": true});
    world.stranger().post("/auth/reset", &form).await.ok();
    reader.get(&format!("/channels/{}/messages", guild.channel)).await.refused(401, 0);
    crate::mail::is_dead(resets(&world, link.split_once('#').expect("has a token").1, "yet another one").await);
}

async fn what_an_operator_does_to_an_account_is_in_both_histories(world: World) {
    let (alice, bob) = (world.person("alice").await, world.person("bob").await);
    let path = format!("/chatspace/admin/users/{}", bob.id);
    alice.post(&format!("{path}/reset-link"), &json!({})).await.ok();
    alice.patch(&path, &json!({"operator": true})).await.ok();
    alice.patch(&path, &json!({"operator": false})).await.ok();
    let expected = ["operator_revoked", "operator_granted", "reset_link_made"];
    assert_eq!(events(&bob).await, expected);
    assert_eq!(events(&alice).await, expected);
    let app = enrol(&world, &alice).await;
    assert!(app.recovery.iter().all(|code| code.len() == 17), "{:?}", app.recovery);
}
