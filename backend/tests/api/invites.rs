//! Invites: who gets in, how often, how long.

use std::time::Duration;

use serde_json::json;

use crate::support::World;

on_both_databases! {
    a_code_shows_the_guild_and_lets_in,
    a_code_for_one_lets_one_in_however_many_come_at_once,
    a_code_ends_with_its_time_or_when_it_is_taken_back,
    a_kicked_member_cannot_use_their_own_invite,
    an_invite_lets_in_as_long_as_its_maker_may_invite,
}

async fn a_code_shows_the_guild_and_lets_in(world: World) {
    let ann = world.person("ann").await;
    let bob = world.person("bob").await;
    let guild = ann.makes_guild("Tea friends").await;
    let invite = ann.post(&format!("/channels/{}/invites", guild.channel), &json!({"target_user_id": null})).await.ok();
    assert_eq!((&invite["uses"], &invite["max_uses"], &invite["max_age"]), (&json!(0), &json!(0), &json!(86400)));
    let code = invite["code"].as_str().expect("a code");
    let preview = world.stranger().get(&format!("/invites/{code}?with_counts=true")).await.ok();
    assert_eq!((&preview["guild"]["name"], &preview["approximate_member_count"]), (&json!("Tea friends"), &json!(1)));
    assert!(preview.get("uses").is_none());
    world.stranger().post(&format!("/invites/{code}"), &json!({})).await.refused(401, 0);
    bob.joins(code).await;
    bob.joins(code).await;
    bob.says(&guild.channel, "hi").await;
    let list = ann.get(&format!("/guilds/{}/invites", guild.id)).await.ok();
    assert_eq!(list[0]["uses"], 1, "a member uses nothing up");
    bob.get(&format!("/guilds/{}/invites", guild.id)).await.refused(403, 50013);
}

async fn a_code_for_one_lets_one_in_however_many_come_at_once(world: World) {
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let invite = ann.post(&format!("/channels/{}/invites", guild.channel), &json!({"max_uses": 1})).await.ok();
    let path = format!("/invites/{}", invite["code"].as_str().expect("a code"));
    let mut people = Vec::new();
    for n in 0..10 {
        people.push(world.person(&format!("guest{n}")).await);
    }
    let nothing = json!({});
    let answers = futures_util::future::join_all(people.iter().map(|person| person.post(&path, &nothing))).await;
    let let_in = answers.iter().filter(|answer| answer.status.is_success()).count();
    assert_eq!(let_in, 1);
    for answer in answers.into_iter().filter(|answer| !answer.status.is_success()) {
        answer.refused(404, 10006);
    }
    let members = ann.get(&format!("/guilds/{}/members?limit=100", guild.id)).await.ok();
    assert_eq!(members.as_array().expect("a list").len(), 2);
}

async fn a_code_ends_with_its_time_or_when_it_is_taken_back(world: World) {
    let ann = world.person("ann").await;
    let bob = world.person("bob").await;
    let guild = ann.makes_guild("Tea friends").await;
    let path = format!("/channels/{}/invites", guild.channel);
    let short = ann.post(&path, &json!({"max_age": 60})).await.ok();
    let endless = ann.post(&path, &json!({"max_age": 0})).await.ok();
    let same = ann.post(&path, &json!({"max_age": 0})).await.ok();
    let unique = ann.post(&path, &json!({"max_age": 0, "unique": true})).await.ok();
    assert_eq!(endless["code"], same["code"]);
    assert_ne!(endless["code"], unique["code"]);
    world.pass(Duration::from_secs(61));
    let link = |invite: &serde_json::Value| format!("/invites/{}", invite["code"].as_str().expect("a code"));
    bob.post(&link(&short), &json!({})).await.refused(404, 10006);
    bob.delete(&link(&endless)).await.refused(404, 10006);
    ann.delete(&link(&endless)).await.ok();
    bob.get(&link(&endless)).await.refused(404, 10006);
    bob.post(&link(&endless), &json!({})).await.refused(404, 10006);
    bob.post("/invites/nonsense", &json!({})).await.refused(404, 10006);
    for bad in [
        json!({"max_age": -1}),
        json!({"max_age": 604_801}),
        json!({"max_uses": 101}),
        json!({"max_uses": "x"}),
        json!({"temporary": true}),
    ] {
        ann.post(&path, &bad).await.refused(400, 50035);
    }
}

async fn a_kicked_member_cannot_use_their_own_invite(world: World) {
    let (ann, bob, cyd) = (world.person("ann").await, world.person("bob").await, world.person("cyd").await);
    let guild = ann.makes_guild("Tea friends").await;
    for leaves in [false, true] {
        ann.lets_in(&guild, &[&bob]).await;
        let code = bob.invites_to(&guild).await;
        let kept = ann.invites_to(&guild).await;
        let mut hears = ann.connects().await;
        if leaves {
            assert_eq!(bob.delete(&format!("/users/@me/guilds/{}", guild.id)).await.status, 204);
        } else {
            assert_eq!(ann.delete(&format!("/guilds/{}/members/{}", guild.id, bob.id)).await.status, 204);
        }
        assert_eq!(hears.event("INVITE_DELETE").await["code"], code.as_str());
        for who in [&bob, &cyd] {
            who.get(&format!("/invites/{code}")).await.refused(404, 10006);
            who.post(&format!("/invites/{code}"), &json!({})).await.refused(404, 10006);
        }
        let list = ann.get(&format!("/guilds/{}/invites", guild.id)).await.ok();
        let codes: Vec<_> = list.as_array().expect("a list").iter().map(|invite| invite["code"].clone()).collect();
        assert_eq!(codes, [json!(kept)], "others' invites stay");
    }
}

async fn an_invite_lets_in_as_long_as_its_maker_may_invite(world: World) {
    let (ann, bob, cyd) = (world.person("ann").await, world.person("bob").await, world.person("cyd").await);
    let guild = ann.makes_guild("Tea friends").await;
    ann.lets_in(&guild, &[&bob]).await;
    let path = format!("/invites/{}", bob.invites_to(&guild).await);
    let own = format!("/channels/{}/permissions/{}", guild.channel, bob.id);
    for right in [1_u64, 1 << 10] {
        ann.put(&own, &json!({"type": 1, "allow": "0", "deny": right.to_string()})).await.ok();
        cyd.get(&path).await.refused(404, 10006);
        cyd.post(&path, &json!({})).await.refused(404, 10006);
    }
    ann.delete(&own).await.ok();
    let account = format!("/chatspace/admin/users/{}", bob.id);
    ann.patch(&account, &json!({"disabled": true})).await.ok();
    cyd.get(&path).await.refused(404, 10006);
    cyd.post(&path, &json!({})).await.refused(404, 10006);
    ann.patch(&account, &json!({"disabled": false})).await.ok();
    cyd.get(&path).await.ok();
    cyd.post(&path, &json!({})).await.ok();
}
