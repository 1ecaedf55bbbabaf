//! Single changes, and the clients that receive them.

use super::*;

#[test]
fn rows_are_grouped_by_the_highest_hoisted_role_and_sorted_by_name() {
    let mut scene = Scene::new(5, 1);
    for (id, roles) in [(2, vec![21]), (3, vec![21, 22]), (4, vec![23])] {
        scene.member(id, |member| member.roles = roles.into_iter().map(RoleId::new).collect());
        scene.is_now(id, Some(PresenceStatus::Online));
    }
    scene.member(5, |member| member.nick = Some("Ананас".to_owned()));
    scene.subscriptions(0, &subscription(OPEN, &[(0, 99)], false));
    scene.passes();
    scene.assert_true();
    let rows = &scene.clients[0].rows;
    let name = |row: usize| match rows[&row].get("group") {
        Some(group) => group["id"].as_str().expect("text").to_owned(),
        None => rows[&row]["member"]["user"]["id"].as_str().expect("text").to_owned(),
    };
    let names: Vec<_> = (0..rows.len()).map(name).collect();
    assert_eq!(names, ["22", "3", "21", "2", "online", "4", "offline", "1", "5"]);
}

#[test]
fn changes_are_batched_and_published_at_most_twice_a_second() {
    let mut scene = Scene::new(50, 1);
    scene.subscriptions(0, &subscription(OPEN, &[(0, 49)], false));
    scene.lists.publish(&scene.cache, NOW, scene.instant);
    assert_eq!(scene.clients[0].takes(), 1, "the answer waits for nothing");
    scene.passes();
    let began = scene.instant;
    for id in 2..=40 {
        scene.is_now(id, Some(PresenceStatus::Online));
        scene.instant += Duration::from_millis(25);
        scene.lists.publish(&scene.cache, NOW, scene.instant);
    }
    let updates = scene.clients[0].takes();
    assert!(scene.instant - began < Duration::from_secs(1) && updates <= 2, "{updates}");
    scene.passes();
    scene.assert_true();
    scene.passes();
    assert_eq!(scene.clients[0].takes(), 0, "what does not change is not told");
}

#[test]
fn only_changed_ranges_are_published() {
    let mut scene = Scene::new(60, 2);
    for (client, by_reference) in [(0, false), (1, true)] {
        scene.subscriptions(client, &subscription(OPEN, &[(0, 9), (30, 39)], by_reference));
    }
    scene.passes();
    let whole = scene.clients[0].bytes;
    scene.user(60, |user| user.display_name = Some("zoe".to_owned()));
    scene.passes();
    assert_eq!(scene.clients[0].bytes, whole, "nobody looks at the last row");
    scene.user(35, |user| user.custom_status = Some(CustomStatus { text: "Tea".to_owned(), since: NOW, until: None }));
    scene.passes();
    assert_eq!(scene.clients[0].bytes, whole, "who is offline does nothing");
    scene.member(5, |member| member.nick = Some("u0005a".to_owned()));
    scene.passes();
    let [sent, referring] = [0, 1].map(|client| scene.clients[client].bytes - whole);
    assert!(sent < whole * 2 / 3, "one of two ranges, {sent} of {whole}");
    assert!(referring < sent / 3, "one of ten rows, {referring} of {sent}");
    scene.assert_true();
}

#[test]
fn of_a_very_large_guild_those_offline_are_only_counted() {
    let mut scene = Scene::new(1001, 1);
    scene.is_now(7, Some(PresenceStatus::Idle));
    scene.subscriptions(0, &subscription(OPEN, &[(0, 99)], false));
    scene.passes();
    let client = &scene.clients[0];
    let groups = json!([{"id": "online", "count": 1}, {"id": "offline", "count": 1000}]);
    assert_eq!((&client.counts["groups"], &client.counts["row_count"]), (&groups, &json!(3)));
    assert_eq!(client.rows.len(), 3);
}

#[test]
fn a_presence_is_published_to_subscribers_of_the_member() {
    let mut scene = Scene::new(40, 3);
    scene.subscriptions(0, &subscription(OPEN, &[(0, 9)], false));
    scene.subscriptions(1, &subscription(OPEN, &[(20, 29)], false));
    scene.subscriptions(2, &subscription(CLOSED, &[(0, 9)], false));
    scene.passes();
    let seen_by = |id: i64| -> Vec<i64> {
        let model = scene.cache.read();
        let source = Source { model: &model, presences: scene.cache.presences(), now: NOW };
        let sessions = scene.lists.with_in_view(&source, GUILD, UserId::new(id));
        sessions.iter().map(|session| session.owner.user.get()).collect()
    };
    assert_eq!((seen_by(3), seen_by(25), seen_by(39)), (vec![1], vec![2], vec![]));
}

#[test]
fn nothing_is_stored_after_an_unsubscribe() {
    let mut scene = Scene::new(5, 2);
    for client in 0..2 {
        scene.subscriptions(client, &subscription(OPEN, &[(0, 9)], false));
    }
    scene.passes();
    scene.clients[1].session.end();
    for client in &scene.clients {
        scene.lists.unsubscribe(client.session.number);
    }
    scene.lists.subscribe(&scene.clients[1].session, GUILD, subscription(OPEN, &[(0, 9)], false));
    let inner = scene.lists.inner.lock();
    assert!(inner.guilds.is_empty() && inner.subscriptions.is_empty() && inner.touched.is_empty());
}
