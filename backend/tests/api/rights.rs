//! One change has one rule, however it arrives, and what is left out never opens a door.

use serde_json::{Value, json};

use crate::support::{Guild, Person, World, text};

const MANAGE_CHANNELS: u64 = 1 << 4;
const VIEW_CHANNEL: u64 = 1 << 10;
const SEND_MESSAGES: u64 = 1 << 11;
const MANAGE_MESSAGES: u64 = 1 << 13;
const MANAGE_ROLES: u64 = 1 << 28;

/// Ann owns a guild in which Bob has rights in single channels only.
struct Scene {
    /// The server runs as long as it is there.
    _world: World,
    ann: Person,
    bob: Person,
    guild: Guild,
}

impl Scene {
    async fn of(world: World) -> Self {
        let (ann, bob) = (world.person("ann").await, world.person("bob").await);
        let guild = ann.makes_guild("Tea friends").await;
        ann.lets_in(&guild, &[&bob]).await;
        Self { _world: world, ann, bob, guild }
    }

    async fn makes(&self, body: Value) -> String {
        text(&self.ann.post(&format!("/guilds/{}/channels", self.guild.id), &body).await.ok()["id"])
    }

    /// A channel in which Bob holds these rights, and everybody else is held back from what he does not hold.
    async fn room(&self, rights: u64) -> String {
        self.makes(json!({"name": "room", "permission_overwrites": [of_member(&self.bob, rights, 0), of_all(&self.guild, 0, MANAGE_MESSAGES)]})).await
    }

    async fn overwrites(&self, channel: &str) -> Value {
        self.ann.get(&format!("/channels/{channel}")).await.ok()["permission_overwrites"].clone()
    }
}

fn of_all(guild: &Guild, allow: u64, deny: u64) -> Value {
    json!({"id": guild.id, "type": 0, "allow": allow.to_string(), "deny": deny.to_string()})
}

fn of_member(who: &Person, allow: u64, deny: u64) -> Value {
    json!({"id": who.id, "type": 1, "allow": allow.to_string(), "deny": deny.to_string()})
}

on_both_databases! {
    overwrites_change_one_by_one_or_together_by_the_same_rule,
    each_part_of_a_change_asks_for_its_own_right,
    an_overwrite_of_somebody_who_left_may_stay,
    a_channel_inherits_the_overwrites_of_its_category_by_default,
    a_channel_that_is_moved_takes_them_when_it_is_asked_to,
    locking_is_a_change_of_rights_like_any_other,
    channels_that_one_cannot_see_are_not_moved_and_take_none_in,
}

async fn overwrites_change_one_by_one_or_together_by_the_same_rule(world: World) {
    let scene = Scene::of(world).await;
    let (guild, bob) = (&scene.guild, &scene.bob);
    let rights = MANAGE_CHANNELS | MANAGE_ROLES;
    let room = scene.room(rights).await;
    let path = format!("/channels/{room}");
    let before = scene.overwrites(&room).await;
    let [own, all] = [of_member(bob, rights, 0), of_all(guild, 0, MANAGE_MESSAGES)];
    // What he does not hold he neither lifts nor gives, alone or with others.
    bob.delete(&format!("{path}/permissions/{}", guild.id)).await.refused(403, 50013);
    for bad in [json!([]), json!([own]), json!([own, of_all(guild, 0, 0)]), json!([own, of_all(guild, MANAGE_MESSAGES, 0)])] {
        bob.patch(&path, &json!({"permission_overwrites": bad})).await.refused(403, 50013);
        bob.patch(&path, &json!({"name": "other", "permission_overwrites": bad})).await.refused(403, 50013);
    }
    assert_eq!(scene.overwrites(&room).await, before);
    // What stays asks for nothing, so an allowed entry is allowed beside it.
    let ann = of_member(&scene.ann, 0, SEND_MESSAGES);
    let with_one = bob.patch(&path, &json!({"permission_overwrites": [own, all, ann]})).await.ok();
    assert_eq!(with_one["permission_overwrites"].as_array().map(Vec::len), Some(3));
    assert_eq!(bob.put(&format!("{path}/permissions/{}", guild.id), &all).await.status, 204, "nor alone");
    assert_eq!(bob.delete(&format!("{path}/permissions/{}", scene.ann.id)).await.status, 204);
    assert_eq!(scene.overwrites(&room).await, before);
}

async fn each_part_of_a_change_asks_for_its_own_right(world: World) {
    let scene = Scene::of(world).await;
    let entry = of_member(&scene.ann, 0, SEND_MESSAGES);
    for (rights, renames, governs) in [(MANAGE_ROLES, 403, 200), (MANAGE_CHANNELS, 200, 403), (0, 403, 403)] {
        let room = scene.room(rights).await;
        let path = format!("/channels/{room}");
        let unchanged = scene.overwrites(&room).await;
        let changed = json!([of_member(&scene.bob, rights, 0), of_all(&scene.guild, 0, MANAGE_MESSAGES), entry]);
        let status = async |body: Value| scene.bob.patch(&path, &body).await.status.as_u16();
        assert_eq!(status(json!({"name": "other"})).await, renames, "{rights}");
        assert_eq!(status(json!({"name": "other", "permission_overwrites": unchanged})).await, renames, "{rights}");
        assert_eq!(status(json!({"permission_overwrites": changed})).await, governs, "{rights}");
        let single = scene.bob.put(&format!("{path}/permissions/{}", scene.ann.id), &entry).await.status.as_u16();
        assert_eq!(single, if governs == 200 { 204 } else { 403 }, "{rights}");
    }
}

async fn an_overwrite_of_somebody_who_left_may_stay(world: World) {
    let scene = Scene::of(world).await;
    let room = scene.room(VIEW_CHANNEL).await;
    let list = scene.overwrites(&room).await;
    scene.bob.delete(&format!("/users/@me/guilds/{}", scene.guild.id)).await;
    scene.ann.patch(&format!("/channels/{room}"), &json!({"permission_overwrites": list})).await.ok();
    let stranger = json!([{"id": "1", "type": 1, "allow": "0", "deny": "0"}]);
    scene.ann.patch(&format!("/channels/{room}"), &json!({"permission_overwrites": stranger})).await.refused(400, 50035);
}

async fn a_channel_inherits_the_overwrites_of_its_category_by_default(world: World) {
    let scene = Scene::of(world).await;
    let hidden = of_all(&scene.guild, 0, VIEW_CHANNEL);
    let category = scene.makes(json!({"name": "Plans", "type": 4, "permission_overwrites": [hidden]})).await;
    let of_category = scene.overwrites(&category).await;
    for nothing in [json!({}), json!({"permission_overwrites": null}), json!({"permission_overwrites": []})] {
        let mut body = nothing;
        body["name"] = json!("plan");
        body["parent_id"] = json!(category);
        let plan = scene.makes(body).await;
        assert_eq!(scene.overwrites(&plan).await, of_category);
        scene.bob.get(&format!("/channels/{plan}")).await.refused(404, 10003);
    }
    let open = json!({"name": "open", "parent_id": category, "permission_overwrites": [of_all(&scene.guild, VIEW_CHANNEL, 0)]});
    let open = scene.makes(open).await;
    scene.bob.get(&format!("/channels/{open}")).await.ok();
    assert_eq!(scene.overwrites(&scene.guild.channel).await, json!([]), "and one in none has none");
}

async fn a_channel_that_is_moved_takes_them_when_it_is_asked_to(world: World) {
    let scene = Scene::of(world).await;
    let list = format!("/guilds/{}/channels", scene.guild.id);
    let category =
        scene.makes(json!({"name": "Plans", "type": 4, "permission_overwrites": [of_all(&scene.guild, 0, VIEW_CHANNEL)]})).await;
    let of_category = scene.overwrites(&category).await;
    let [one, other] = [scene.makes(json!({"name": "one"})).await, scene.makes(json!({"name": "other"})).await];
    assert_eq!(scene.ann.patch(&list, &json!([{"id": one, "parent_id": category}])).await.status, 204);
    assert_eq!(scene.overwrites(&one).await, json!([]), "moving alone changes none");
    assert_eq!(scene.ann.patch(&list, &json!([{"id": one, "lock_permissions": true}])).await.status, 204);
    assert_eq!(scene.overwrites(&one).await, of_category);
    scene.bob.get(&format!("/channels/{one}")).await.refused(404, 10003);
    scene.ann.patch(&format!("/channels/{other}"), &json!({"parent_id": category, "lock_permissions": true})).await.ok();
    assert_eq!(scene.overwrites(&other).await, of_category);
    assert_eq!(scene.ann.patch(&list, &json!([{"id": other, "parent_id": null, "lock_permissions": true}])).await.status, 204);
    assert_eq!(scene.overwrites(&other).await, of_category, "in no category there is nothing to take");
}

async fn locking_is_a_change_of_rights_like_any_other(world: World) {
    let scene = Scene::of(world).await;
    let list = format!("/guilds/{}/channels", scene.guild.id);
    let category = scene.makes(json!({"name": "Lax", "type": 4})).await;
    for (rights, status) in [(MANAGE_CHANNELS, 403), (MANAGE_CHANNELS | MANAGE_ROLES, 403)] {
        let room = scene.room(rights).await;
        scene.ann.patch(&list, &json!([{"id": room, "parent_id": category}])).await;
        let before = scene.overwrites(&room).await;
        let locks = scene.bob.patch(&list, &json!([{"id": room, "lock_permissions": true}])).await;
        assert_eq!(locks.status.as_u16(), status, "it would lift what he does not hold");
        assert_eq!(
            scene.bob.patch(&format!("/channels/{room}"), &json!({"lock_permissions": true})).await.status.as_u16(),
            status
        );
        assert_eq!(scene.overwrites(&room).await, before);
        assert_eq!(scene.bob.patch(&list, &json!([{"id": room, "position": 7}])).await.status, 204, "{rights}");
    }
    let room = scene.room(0).await;
    scene.bob.patch(&list, &json!([{"id": room, "position": 7}])).await.refused(403, 50013);
    scene.bob.patch(&list, &json!([])).await.refused(403, 50013);
}

async fn channels_that_one_cannot_see_are_not_moved_and_take_none_in(world: World) {
    let scene = Scene::of(world).await;
    let list = format!("/guilds/{}/channels", scene.guild.id);
    let deny = json!([of_all(&scene.guild, 0, VIEW_CHANNEL)]);
    let secret = scene.makes(json!({"name": "secret", "permission_overwrites": deny})).await;
    let vault = scene.makes(json!({"name": "Vault", "type": 4, "permission_overwrites": deny})).await;
    let inside = scene.makes(json!({"name": "inside", "parent_id": vault, "permission_overwrites": [of_member(&scene.bob, VIEW_CHANNEL | MANAGE_CHANNELS | MANAGE_ROLES, 0)]})).await;
    let room = scene.room(MANAGE_CHANNELS).await;
    let nowhere = "1538016506728808461";
    let moves = async |id: &str| scene.bob.patch(&list, &json!([{"id": id, "position": 0}])).await.refused(400, 50035);
    assert_eq!(moves(&secret).await, moves(nowhere).await);
    for path in [format!("/channels/{room}"), format!("/channels/{inside}")] {
        let into = async |id: &str| scene.bob.patch(&path, &json!({"parent_id": id})).await.refused(400, 50035);
        assert_eq!(into(&vault).await, into(nowhere).await);
    }
    let into = async |id: &str| scene.bob.patch(&list, &json!([{"id": room, "parent_id": id}])).await.refused(400, 50035);
    assert_eq!(into(&vault).await, into(nowhere).await);
    scene.bob.patch(&format!("/channels/{inside}"), &json!({"lock_permissions": true})).await.refused(400, 50035);
    // Where it stands it stays, whatever else of it changes.
    scene.bob.patch(&format!("/channels/{inside}"), &json!({"topic": "tea"})).await.ok();
    assert_eq!(scene.ann.get(&format!("/channels/{inside}")).await.ok()["parent_id"], vault.as_str());
}
