//! Messages over REST.

use serde_json::{Value, json};

use crate::support::{Person, World, text};

fn ids(page: &Value) -> Vec<String> {
    page.as_array().expect("a list").iter().map(|message| message["id"].as_str().expect("an id").to_owned()).collect()
}

async fn says_many(person: &Person, channel: &str, count: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for n in 0..count {
        ids.push(person.says(channel, &format!("message {n}")).await["id"].as_str().expect("an id").to_owned());
    }
    ids
}

on_both_databases! {
    what_was_said_is_there_after_a_restart,
    a_message_that_was_not_inserted_is_refused_and_those_that_were_sent_with_it_are_not,
    a_message_has_the_fields_of_the_wire,
    a_nonce_is_only_echoed_unless_it_is_to_count,
    the_same_nonce_makes_one_message,
    a_nonce_that_came_before_yields_the_first_message_and_says_so,
    many_sends_at_once_with_one_nonce_make_one_message,
    only_the_author_edits_and_the_edit_is_marked,
    authors_and_moderators_delete_others_do_not,
    history_pages_before_after_and_around,
    the_newest_page_is_that_of_now_whatever_was_asked_for_before,
    a_reply_keeps_its_reference_also_when_the_first_is_gone,
    mentions_are_people_who_can_read_them,
    bad_texts_are_refused_and_nothing_is_stored,
    slow_mode_holds_members_and_not_moderators,
    slow_mode_counts_what_was_sent_also_when_it_is_deleted,
    what_is_not_there_is_refused_and_not_swallowed,
}

async fn what_was_said_is_there_after_a_restart(world: World) {
    let mut world = world;
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    ann.says(&guild.channel, "Привіт").await;
    ann.says(&guild.channel, "hello").await;
    world.restart().await;
    assert_eq!(ann.at(&world).reads(&guild.channel).await, ["hello", "Привіт"]);
}

async fn a_message_that_was_not_inserted_is_refused_and_those_that_were_sent_with_it_are_not(world: World) {
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let path = format!("/channels/{}/messages", guild.channel);
    let last: i64 = text(&ann.says(&guild.channel, "first").await["id"]).parse().expect("a number");
    // Another program has the next ids, though not all of them.
    let (channel, author) = (&guild.channel, &ann.id);
    for id in [last + 1, last + 2, last + 4] {
        world
            .stores(&format!(
                "INSERT INTO messages (id, channel_id, author_id, kind, content) VALUES ({id}, {channel}, {author}, 0, 'theirs')"
            ))
            .await;
    }
    let says = async |text: &str| ann.post(&path, &json!({"content": text})).await.status;
    let statuses = [says("second").await, says("third").await, says("fourth").await, says("fifth").await];
    assert_eq!(statuses, [500, 500, 200, 500]);
    let kept: Vec<String> = ann.reads(&guild.channel).await.into_iter().filter(|text| text != "theirs").collect();
    assert_eq!(kept, ["fourth", "first"]);
    // A nonce that nobody has used explains nothing.
    world
        .stores(&format!(
            "INSERT INTO messages (id, channel_id, author_id, kind, content) VALUES ({}, {channel}, {author}, 0, 'theirs')",
            last + 7
        ))
        .await;
    let once = json!({"content": "sixth", "nonce": "once", "enforce_nonce": true});
    let statuses = [ann.post(&path, &once).await.status, ann.post(&path, &once).await.status];
    assert_eq!(statuses, [200, 200]);
    let once = json!({"content": "seventh", "nonce": "twice", "enforce_nonce": true});
    assert_eq!(ann.post(&path, &once).await.status, 500);
}

async fn a_message_has_the_fields_of_the_wire(world: World) {
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let message = ann
        .post(&format!("/channels/{}/messages", guild.channel), &json!({"content": " hi ", "nonce": 77, "tts": false}))
        .await
        .ok();
    assert_eq!(message["content"], "hi");
    assert_eq!(message["nonce"], "77");
    assert_eq!(message["type"], 0);
    assert_eq!(message["author"]["id"], ann.id.as_str());
    assert_eq!(message["edited_timestamp"], Value::Null);
    for list in ["mentions", "mention_roles", "attachments", "embeds", "components"] {
        assert_eq!(message[list], json!([]), "{list}");
    }
    assert!(message["timestamp"].as_str().expect("text").ends_with("+00:00"));
    assert!(message.get("guild_id").is_none(), "only in events");
    assert!(message.get("referenced_message").is_none());
}

async fn a_nonce_is_only_echoed_unless_it_is_to_count(world: World) {
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let path = format!("/channels/{}/messages", guild.channel);
    for (words, enforced) in
        [("one", Value::Null), ("two", json!(false)), ("three", json!(true)), ("four", Value::Null), ("five", json!(true))]
    {
        let sent = ann.post(&path, &json!({"content": words, "nonce": "1", "enforce_nonce": enforced})).await;
        assert_eq!(sent.headers.contains_key("idempotent-replay"), words == "five", "{words}");
        let sent = sent.ok();
        let kept = if words == "five" { "three" } else { words };
        assert_eq!((&sent["content"], &sent["nonce"]), (&json!(kept), &json!("1")));
    }
    assert_eq!(ann.reads(&guild.channel).await, ["four", "three", "two", "one"]);
    let mention = json!({"content": format!("<@{}> again", ann.id), "nonce": "1"});
    ann.post(&path, &mention).await.ok();
    ann.post(&path, &mention).await.ok();
    assert_eq!(ann.reads(&guild.channel).await.len(), 6, "whatever else is stored with it");
}

async fn the_same_nonce_makes_one_message(world: World) {
    let ann = world.person("ann").await;
    let bob = world.person("bob").await;
    let guild = ann.makes_guild("Tea friends").await;
    ann.lets_in(&guild, &[&bob]).await;
    let path = format!("/channels/{}/messages", guild.channel);
    let once = json!({"content": "once", "nonce": "n1", "enforce_nonce": true});
    let (first, again) = (ann.post(&path, &once).await.ok(), ann.post(&path, &once).await.ok());
    assert_eq!(first["id"], again["id"]);
    let others = bob.post(&path, &json!({"content": "mine", "nonce": "n1", "enforce_nonce": true})).await.ok();
    assert_ne!(first["id"], others["id"], "another author's nonce is another message");
    assert_eq!(ann.reads(&guild.channel).await, ["mine", "once"]);
}

async fn a_nonce_that_came_before_yields_the_first_message_and_says_so(world: World) {
    let ann = world.person("ann").await;
    let bob = world.person("bob").await;
    let guild = ann.makes_guild("Tea friends").await;
    ann.lets_in(&guild, &[&bob]).await;
    let alone = text(&ann.post("/users/@me/channels", &json!({"recipient_id": bob.id})).await.ok()["id"]);
    let mut hears = bob.connects().await;
    for channel in [&guild.channel, &alone] {
        let path = format!("/channels/{channel}/messages");
        let sends = |words: &str, nonce: &str| json!({"content": words, "nonce": nonce, "enforce_nonce": true});
        let first = ann.post(&path, &sends("once", "n1")).await;
        assert!(!first.headers.contains_key("idempotent-replay"), "it is new");
        let first = first.ok();
        for other in [sends("once", "n1"), sends("something else", "n1")] {
            let again = ann.post(&path, &other).await;
            assert_eq!(again.headers["idempotent-replay"], "true", "{other}");
            assert_eq!(again.ok(), first, "{other}");
        }
        let new = ann.post(&path, &sends("twice", "n2")).await;
        assert!(!new.headers.contains_key("idempotent-replay"));
        assert_eq!(ann.reads(channel).await, ["twice", "once"]);
    }
    hears.settles().await;
    assert_eq!(hears.seen.iter().filter(|(name, _)| name == "MESSAGE_CREATE").count(), 4, "nobody hears of a repeat");
}

async fn many_sends_at_once_with_one_nonce_make_one_message(world: World) {
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let path = format!("/channels/{}/messages", guild.channel);
    let body = json!({"content": "once", "nonce": "n1", "enforce_nonce": true});
    let answers = futures_util::future::join_all((0..20).map(|_| ann.post(&path, &body))).await;
    let ids: std::collections::HashSet<_> = answers.into_iter().map(|answer| answer.ok()["id"].to_string()).collect();
    assert_eq!(ids.len(), 1);
    assert_eq!(ann.reads(&guild.channel).await.len(), 1);
}

async fn only_the_author_edits_and_the_edit_is_marked(world: World) {
    let ann = world.person("ann").await;
    let bob = world.person("bob").await;
    let guild = ann.makes_guild("Tea friends").await;
    ann.lets_in(&guild, &[&bob]).await;
    let message = bob.says(&guild.channel, "helo").await;
    let path = format!("/channels/{}/messages/{}", guild.channel, message["id"].as_str().expect("an id"));
    ann.patch(&path, &json!({"content": "not yours"})).await.refused(403, 50005);
    let edited = bob.patch(&path, &json!({"content": "hello", "ID": "1"})).await.ok();
    assert_eq!(edited["content"], "hello");
    assert!(edited["edited_timestamp"].as_str().expect("text").ends_with("+00:00"));
    assert_eq!(ann.get(&path).await.ok()["content"], "hello");
}

async fn authors_and_moderators_delete_others_do_not(world: World) {
    let ann = world.person("ann").await;
    let bob = world.person("bob").await;
    let guild = ann.makes_guild("Tea friends").await;
    ann.lets_in(&guild, &[&bob]).await;
    let path = |message: &Value| format!("/channels/{}/messages/{}", guild.channel, message["id"].as_str().expect("an id"));
    let anns = ann.says(&guild.channel, "ann's").await;
    let bobs = bob.says(&guild.channel, "bob's").await;
    bob.delete(&path(&anns)).await.refused(403, 50013);
    assert_eq!(ann.delete(&path(&bobs)).await.status, 204);
    assert_eq!(ann.delete(&path(&anns)).await.status, 204);
    ann.delete(&path(&anns)).await.refused(404, 10008);
    assert!(ann.reads(&guild.channel).await.is_empty());
}

async fn history_pages_before_after_and_around(world: World) {
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let said = says_many(&ann, &guild.channel, 12).await;
    let page = |query: String| {
        let ann = ann.clone();
        let channel = guild.channel.clone();
        async move { ids(&ann.get(&format!("/channels/{channel}/messages?{query}")).await.ok()) }
    };
    let newest_first = |range: std::ops::Range<usize>| said[range].iter().rev().cloned().collect::<Vec<_>>();
    assert_eq!(page("limit=3".into()).await, newest_first(9..12));
    assert_eq!(page(format!("before={}&limit=4", said[5])).await, newest_first(1..5));
    assert_eq!(page(format!("after={}&limit=4", said[5])).await, newest_first(6..10), "the page that directly follows");
    assert_eq!(page(format!("around={}&limit=5", said[5])).await, newest_first(3..8));
    assert_eq!(page(format!("before={}", said[0])).await, Vec::<String>::new());
    let most = u64::MAX;
    for (cursor, found) in [
        ("after=0&limit=3".to_owned(), 0..3),
        (format!("before={most}&limit=3"), 9..12),
        ("before=9223372036854775808&limit=3".to_owned(), 9..12),
        (format!("around={most}&limit=3"), 10..12),
        ("around=0&limit=4".to_owned(), 0..2),
    ] {
        assert_eq!(page(cursor.clone()).await, newest_first(found), "{cursor}");
    }
    for nothing in ["before=0".to_owned(), "before=1".to_owned(), format!("after={most}")] {
        assert_eq!(page(nothing.clone()).await, Vec::<String>::new(), "{nothing}");
    }
    for bad in ["limit=0", "limit=101", "limit=x", "before=x", "before=1&after=2", "before=-1", "after=18446744073709551616"] {
        ann.get(&format!("/channels/{}/messages?{bad}", guild.channel)).await.refused(400, 50035);
    }
}

async fn the_newest_page_is_that_of_now_whatever_was_asked_for_before(world: World) {
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let guild = ann.makes_guild("Tea friends").await;
    bob.joins(&ann.invites_to(&guild).await).await;
    let path = format!("/channels/{}/messages", guild.channel);
    let said = ann.says(&guild.channel, "tea?").await;
    let sees = async |text: &str, name: Value| {
        for (person, size) in [(&ann, ""), (&bob, ""), (&bob, "?limit=50"), (&bob, "?limit=1")] {
            let page = person.get(&format!("{path}{size}")).await.ok();
            assert_eq!((&page[0]["content"], &page[0]["author"]["global_name"]), (&json!(text), &name), "{size}");
        }
    };
    sees("tea?", Value::Null).await;
    ann.patch("/users/@me", &json!({"global_name": "Ганна"})).await.ok();
    sees("tea?", json!("Ганна")).await;
    ann.patch(&format!("{path}/{}", said["id"].as_str().expect("an id")), &json!({"content": "cake?"})).await.ok();
    sees("cake?", json!("Ганна")).await;
    bob.delete(&format!("/users/@me/guilds/{}", guild.id)).await;
    bob.get(&path).await.refused(404, 10003);
    assert_eq!(ann.reads(&guild.channel).await.len(), 1);
}

async fn a_reply_keeps_its_reference_also_when_the_first_is_gone(world: World) {
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let path = format!("/channels/{}/messages", guild.channel);
    let first = ann.says(&guild.channel, "question").await;
    let number: u64 = first["id"].as_str().expect("an id").parse().expect("a number");
    let reply = ann
        .post(&path, &json!({"content": "answer", "message_reference": {"message_id": number, "fail_if_not_exists": null}}))
        .await
        .ok();
    assert_eq!(reply["type"], 19);
    assert_eq!(reply["message_reference"]["message_id"], first["id"]);
    assert_eq!(reply["referenced_message"]["content"], "question");
    ann.delete(&format!("{path}/{number}")).await;
    let page = ann.get(&path).await.ok();
    assert_eq!(page[0]["message_reference"]["message_id"], first["id"]);
    assert!(page[0].as_object().expect("an object").contains_key("referenced_message"));
    assert_eq!(page[0]["referenced_message"], Value::Null);
    ann.post(&path, &json!({"content": "answer", "message_reference": {"message_id": number}})).await.refused(400, 50035);
}

async fn mentions_are_people_who_can_read_them(world: World) {
    let ann = world.person("ann").await;
    let bob = world.person("bob").await;
    let cyd = world.person("cyd").await;
    let guild = ann.makes_guild("Tea friends").await;
    ann.lets_in(&guild, &[&bob]).await;
    let text = format!("<@{}> <@!{}> <@{}> @everyone", bob.id, bob.id, cyd.id);
    let by_owner = ann.says(&guild.channel, &text).await;
    assert_eq!(by_owner["mentions"].as_array().expect("a list").len(), 1, "a stranger is not mentioned");
    assert_eq!(by_owner["mentions"][0]["username"], "bob");
    assert_eq!(by_owner["mention_everyone"], true);
    let by_member = bob.says(&guild.channel, "@everyone").await;
    assert_eq!(by_member["mention_everyone"], false, "members lack the right");
    let quiet = json!({"content": text, "allowed_mentions": {"parse": [], "replied_user": null}});
    let quiet = ann.post(&format!("/channels/{}/messages", guild.channel), &quiet).await.ok();
    assert_eq!((&quiet["mentions"], &quiet["mention_everyone"]), (&json!([]), &json!(false)));
}

async fn bad_texts_are_refused_and_nothing_is_stored(world: World) {
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let path = format!("/channels/{}/messages", guild.channel);
    let hidden = ["\u{200B}", "\u{200B}\u{2060}\u{FEFF}", "\u{2800}\u{2800}", "\u{3164}", "\u{E0041}", "\u{200E}\n\u{00AD}"]
        .map(|text| json!({"content": text}));
    for empty in
        [json!({}), json!({"content": ""}), json!({"content": "  \n "}), json!({"content": null})].into_iter().chain(hidden)
    {
        ann.post(&path, &empty).await.refused(400, 50006);
    }
    let long = ann.post(&path, &json!({"content": "ї".repeat(2001)})).await.refused(400, 50035);
    assert_eq!(long["errors"]["content"]["_errors"][0]["code"], "BASE_TYPE_MAX_LENGTH");
    for wrong in [
        json!({"content": 7}),
        json!({"content": {"$gt": ""}}),
        json!([]),
        json!({"content": "x", "message_reference": {"message_id": "x"}}),
    ] {
        ann.post(&path, &wrong).await.refused(400, if wrong.is_array() { 50109 } else { 50035 });
    }
    ann.post(&path, &json!({"content": "x", "nonce": "n".repeat(65)})).await.refused(400, 50035);
    assert!(ann.reads(&guild.channel).await.is_empty());
    ann.says(&guild.channel, &"ї".repeat(2000)).await;
}

async fn slow_mode_holds_members_and_not_moderators(world: World) {
    let ann = world.person("ann").await;
    let bob = world.person("bob").await;
    let guild = ann.makes_guild("Tea friends").await;
    ann.lets_in(&guild, &[&bob]).await;
    ann.patch(&format!("/channels/{}", guild.channel), &json!({"rate_limit_per_user": 10})).await.ok();
    bob.says(&guild.channel, "one").await;
    let path = format!("/channels/{}/messages", guild.channel);
    let refused = bob.post(&path, &json!({"content": "two"})).await.refused(429, 0);
    assert!(refused["retry_after"].as_f64().is_some_and(|wait| (9.0..=10.0).contains(&wait)), "{refused}");
    ann.says(&guild.channel, "a").await;
    ann.says(&guild.channel, "b").await;
    world.pass(std::time::Duration::from_secs(11));
    bob.says(&guild.channel, "two").await;
}

async fn slow_mode_counts_what_was_sent_also_when_it_is_deleted(world: World) {
    let mut world = world;
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let guild = ann.makes_guild("Tea friends").await;
    ann.lets_in(&guild, &[&bob]).await;
    ann.patch(&format!("/channels/{}", guild.channel), &json!({"rate_limit_per_user": 10})).await.ok();
    let path = format!("/channels/{}/messages", guild.channel);
    let said = bob.says(&guild.channel, "one").await;
    assert_eq!(bob.delete(&format!("{path}/{}", text(&said["id"]))).await.status, 204);
    world.pass(std::time::Duration::from_secs(4));
    let waits = |refused: Value| refused["retry_after"].as_f64().expect("seconds");
    let refused = waits(bob.post(&path, &json!({"content": "two"})).await.refused(429, 0));
    assert!((5.0..=6.0).contains(&refused), "{refused}");
    bob.post(&path, &json!({"content": ""})).await.refused(400, 50006);
    world.restart().await;
    let (ann, bob) = (ann.at(&world), bob.at(&world));
    bob.post(&path, &json!({"content": "two"})).await.refused(429, 0);
    let more = ann.makes_channel(&guild, "more").await;
    ann.patch(&format!("/channels/{more}"), &json!({"rate_limit_per_user": 10})).await.ok();
    bob.says(&more, "another channel has a pause of its own").await;
    world.pass(std::time::Duration::from_secs(7));
    bob.post(&path, &json!({"content": "x", "message_reference": {"message_id": "1"}})).await.refused(400, 50035);
    bob.says(&guild.channel, "what was refused begins no pause").await;
    // A clock that was wrong holds nobody for ever.
    world.clock.set(world.clock.now().before(std::time::Duration::from_hours(1)));
    bob.comes_back().await.says(&guild.channel, "earlier").await;
    bob.comes_back().await.post(&path, &json!({"content": "two"})).await.refused(429, 0);
}

async fn what_is_not_there_is_refused_and_not_swallowed(world: World) {
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    let path = format!("/channels/{}/messages", guild.channel);
    let message = format!("{path}/{}", text(&ann.says(&guild.channel, "hi").await["id"]));
    let asks = [
        ("embeds", json!([{"title": "tea"}])),
        ("components", json!([{"type": 1, "components": []}])),
        ("attachments", json!([{"id": 0}])),
        ("sticker_ids", json!(["1"])),
        ("poll", json!({"question": {"text": "tea?"}})),
        ("tts", json!(true)),
        ("flags", json!(1 << 15)),
    ];
    for (field, value) in asks {
        let mut body = json!({"content": "beside a text"});
        body[field] = value;
        let refused = ann.post(&path, &body).await.refused(400, 50035);
        assert_eq!(refused["errors"][field]["_errors"][0]["code"], "NOT_SUPPORTED", "{field}");
        if ["embeds", "components", "attachments", "flags"].contains(&field) {
            let refused = ann.patch(&message, &body).await.refused(400, 50035);
            assert_eq!(refused["errors"][field]["_errors"][0]["code"], "NOT_SUPPORTED", "{field}");
        }
    }
    let forward = json!({"content": "x", "message_reference": {"message_id": "1", "type": 1}});
    assert!(ann.post(&path, &forward).await.refused(400, 50035)["errors"]["message_reference"]["type"].is_object());
    assert_eq!(ann.reads(&guild.channel).await, ["hi"]);
    let nothing = json!({"embeds": [], "components": null, "attachments": [], "sticker_ids": null, "poll": null, "tts": false, "flags": 0, "content": "hello"});
    ann.post(&path, &nothing).await.ok();
    ann.patch(&message, &nothing).await.ok();
    assert_eq!(ann.reads(&guild.channel).await, ["hello", "hello"]);
}
