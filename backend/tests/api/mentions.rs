//! Whom a message calls, how that is limited, and where one finds it again.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Guild, Person, World, id, text};

async fn friends(world: &World) -> (Person, Person, Guild) {
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let guild = ann.makes_guild("Tea friends").await;
    ann.lets_in(&guild, &[&bob]).await;
    world.pass(Duration::from_secs(1));
    (ann, bob, guild)
}

/// How often somebody is mentioned in a channel and has not read it.
async fn count(person: &Person, channel: &str) -> i64 {
    let socket = person.connects().await;
    let states = socket.seen[0].1["chatspace"]["read_states"].as_array().expect("a list").clone();
    let state = states.iter().find(|state| state["channel_id"] == channel);
    state.map_or(0, |state| state["mention_count"].as_i64().expect("a number"))
}

async fn inbox(person: &Person, query: &str) -> Vec<String> {
    let page = person.get(&format!("/users/@me/mentions{query}")).await.ok();
    page.as_array().expect("a list").iter().map(|message| text(&message["content"])).collect()
}

async fn edits(person: &Person, message: &Value, words: &str) -> Value {
    let path = format!("/channels/{}/messages/{}", text(&message["channel_id"]), text(&message["id"]));
    person.patch(&path, &json!({"content": words})).await.ok()
}

/// Members of the guild whose ids are all that matters.
async fn crowd(world: &World, ann: &Person, guild: &Guild, count: usize) -> Vec<String> {
    let code = ann.invites_to(guild).await;
    let mut ids = Vec::new();
    for n in 0..count {
        let guest = world.person(&format!("guest{n}")).await;
        guest.joins(&code).await;
        ids.push(guest.id);
    }
    ids
}

fn called(ids: &[String], sign: &str) -> String {
    ids.iter().flat_map(|id| ["<@", sign, id, ">"]).collect()
}

on_both_databases! {
    who_may_not_call_everyone_calls_nobody,
    an_edit_calls_nobody_and_takes_back_what_it_does_not_say_any_more,
    of_many_mentions_the_first_twenty_people_and_ten_roles_are_notified_and_the_message_is_posted,
    code_addresses_and_words_mention_nobody_over_rest_or_gateway,
    a_role_is_called_if_it_may_be_and_counts_for_who_holds_it,
    what_is_code_calls_nobody,
    here_calls_those_who_are_there,
    a_reply_calls_its_author_unless_it_is_not_to,
    the_inbox_has_what_one_may_read_now_newest_first,
    mentions_by_a_deleted_account_are_withdrawn,
}

async fn who_may_not_call_everyone_calls_nobody(world: World) {
    let (ann, bob, guild) = friends(&world).await;
    let _anns = ann.connects().await;
    for words in ["@everyone", "@here", "hi @everyone and @here"] {
        let said = bob.says(&guild.channel, words).await;
        assert_eq!((&said["mention_everyone"], &said["mentions"]), (&json!(false), &json!([])), "{words}");
    }
    assert_eq!(count(&ann, &guild.channel).await, 0);
}

async fn an_edit_calls_nobody_and_takes_back_what_it_does_not_say_any_more(world: World) {
    let (ann, bob, guild) = friends(&world).await;
    let said = ann.says(&guild.channel, "nothing yet").await;
    let edited = edits(&ann, &said, &format!("<@{}> @everyone", bob.id)).await;
    assert_eq!(edited["mention_everyone"], false);
    assert_eq!(count(&bob, &guild.channel).await, 0);
    assert_eq!(inbox(&bob, "").await, Vec::<String>::new());
    let mut phone = bob.connects().await;
    let said = ann.says(&guild.channel, &format!("<@{}> look", bob.id)).await;
    assert_eq!(count(&bob, &guild.channel).await, 1);
    edits(&ann, &said, &format!("<@{}> look here", bob.id)).await;
    assert_eq!(count(&bob, &guild.channel).await, 1);
    edits(&ann, &said, "never mind").await;
    assert_eq!(phone.event("CHATSPACE_MESSAGE_ACK").await["read_states"][0]["mention_count"], 0);
    edits(&ann, &said, &format!("<@{}> after all", bob.id)).await;
    assert_eq!(count(&bob, &guild.channel).await, 0, "what was taken back does not come again");
    assert_eq!(inbox(&bob, "").await, Vec::<String>::new());
}

async fn of_many_mentions_the_first_twenty_people_and_ten_roles_are_notified_and_the_message_is_posted(world: World) {
    let (ann, bob, guild) = friends(&world).await;
    let people = crowd(&world, &ann, &guild, 21).await;
    let path = format!("/channels/{}/messages", guild.channel);
    let said = bob.says(&guild.channel, &called(&people[..20], "")).await;
    assert_eq!(said["mentions"].as_array().expect("a list").len(), 20);
    let first: Vec<String> = people[..20].to_vec();
    let mentioned = |said: &Value| -> Vec<String> {
        said["mentions"].as_array().expect("a list").iter().map(|user| text(&user["id"])).collect()
    };
    let said = bob.says(&guild.channel, &called(&people, "")).await;
    assert_eq!((text(&said["content"]), mentioned(&said)), (called(&people, ""), first.clone()));
    let mut socket = bob.connects().await;
    socket.sends(200, json!({"nonce": "n", "channel_id": guild.channel, "content": called(&people, "!")})).await;
    assert_eq!(mentioned(&socket.op(210).await["d"]["data"]), first);
    // What names nobody here is no mention, however much of it there is.
    let strangers: Vec<String> = (1..=80).map(|n| n.to_string()).collect();
    assert_eq!(bob.says(&guild.channel, &called(&strangers, "")).await["mentions"], json!([]));
    let mut roles = Vec::new();
    for n in 0..11 {
        roles.push(world.makes_role(&guild, &format!("role{n}"), true).await);
    }
    assert_eq!(bob.says(&guild.channel, &called(&roles[..10], "&")).await["mention_roles"].as_array().expect("a list").len(), 10);
    let said = bob.says(&guild.channel, &called(&roles, "&")).await;
    assert_eq!(said["mention_roles"], json!(roles[..10]));
    let said = bob.says(&guild.channel, "short").await;
    let edited = bob.patch(&format!("{path}/{}", text(&said["id"])), &json!({"content": called(&people, "")})).await.ok();
    assert_eq!(mentioned(&edited), first);
}

async fn code_addresses_and_words_mention_nobody_over_rest_or_gateway(world: World) {
    let (ann, bob, guild) = friends(&world).await;
    let mut socket = ann.connects().await;
    for (n, words) in [
        "look ```\n@everyone <@BOB>\n```",
        "```\n@here\n``` and `<@BOB>`",
        "> ```\n> @everyone\n> ```",
        "~~~\n<@BOB>\n~~~",
        "https://medium.com/@everyone/post",
        "[a](https://x.org/@here) medium.com/@everyone",
        "foo@everyone.com",
        "@everyone.com @everyoneelse",
        "\\@everyone \\<@BOB>",
    ]
    .into_iter()
    .enumerate()
    {
        let words = words.replace("BOB", &bob.id);
        let said = ann.says(&guild.channel, &words).await;
        assert_eq!((&said["mention_everyone"], &said["mentions"]), (&json!(false), &json!([])), "{words}");
        socket.sends(200, json!({"nonce": n.to_string(), "channel_id": guild.channel, "content": words})).await;
        let said = socket.op(210).await["d"]["data"].clone();
        assert_eq!((&said["mention_everyone"], &said["mentions"]), (&json!(false), &json!([])), "{words}");
        let edited = edits(&ann, &said, &format!("{words} ")).await;
        assert_eq!(edited["mentions"], json!([]), "{words}");
    }
    assert_eq!(count(&bob, &guild.channel).await, 0);
    let said = ann.says(&guild.channel, &format!("look ```\ncode\n``` <@{}> and @everyone.", bob.id)).await;
    assert_eq!((&said["mention_everyone"], &said["mentions"][0]["id"]), (&json!(true), &json!(bob.id)));
    assert_eq!(count(&bob, &guild.channel).await, 1);
}

async fn a_role_is_called_if_it_may_be_and_counts_for_who_holds_it(world: World) {
    let (ann, bob, guild) = friends(&world).await;
    let cyd = world.person("cyd").await;
    ann.lets_in(&guild, &[&cyd]).await;
    world.pass(Duration::from_secs(1));
    let (open, closed) = (world.makes_role(&guild, "open", true).await, world.makes_role(&guild, "closed", false).await);
    world.gives_role(&guild, &cyd, &open).await;
    world.gives_role(&guild, &cyd, &closed).await;
    assert_eq!(bob.says(&guild.channel, &format!("<@&{closed}>")).await["mention_roles"], json!([]));
    assert_eq!(count(&cyd, &guild.channel).await, 0);
    bob.says(&guild.channel, &format!("<@&{open}>")).await;
    ann.says(&guild.channel, &format!("<@&{closed}>")).await;
    assert_eq!((count(&cyd, &guild.channel).await, count(&bob, &guild.channel).await), (2, 0));
    world.takes_role(&guild, &cyd, &open).await;
    assert_eq!(count(&cyd, &guild.channel).await, 1);
    assert_eq!(inbox(&cyd, "?roles=false").await, Vec::<String>::new());
}

async fn what_is_code_calls_nobody(world: World) {
    let (ann, bob, guild) = friends(&world).await;
    for words in [format!("`<@{}>`", bob.id), "```\n@everyone\n```".to_owned(), "`` ` @here ``".to_owned()] {
        let said = ann.says(&guild.channel, &words).await;
        assert_eq!((&said["mention_everyone"], &said["mentions"]), (&json!(false), &json!([])), "{words}");
    }
    let said = ann.says(&guild.channel, &format!("`code` <@{}>", bob.id)).await;
    assert_eq!(said["mentions"][0]["id"], bob.id.as_str());
    assert_eq!(count(&bob, &guild.channel).await, 1);
}

async fn here_calls_those_who_are_there(world: World) {
    let (ann, bob, guild) = friends(&world).await;
    let cyd = world.person("cyd").await;
    ann.lets_in(&guild, &[&cyd]).await;
    world.pass(Duration::from_secs(1));
    let mut bobs = bob.connects().await;
    let said = ann.says(&guild.channel, "@here").await;
    assert_eq!(said["mention_everyone"], true);
    bobs.event("MESSAGE_CREATE").await;
    assert_eq!((count(&bob, &guild.channel).await, count(&cyd, &guild.channel).await), (1, 0));
    assert_eq!(inbox(&bob, "?everyone=false").await, Vec::<String>::new());
    edits(&ann, &said, "never mind").await;
    assert_eq!(count(&bob, &guild.channel).await, 0);
}

async fn a_reply_calls_its_author_unless_it_is_not_to(world: World) {
    let (ann, bob, guild) = friends(&world).await;
    let path = format!("/channels/{}/messages", guild.channel);
    let question = text(&bob.says(&guild.channel, "question").await["id"]);
    let reply = |allowed: Value| {
        let mut body = json!({"content": "answer", "message_reference": {"message_id": question}});
        if !allowed.is_null() {
            body["allowed_mentions"] = allowed;
        }
        body
    };
    let loud = ann.post(&path, &reply(Value::Null)).await.ok();
    assert_eq!(loud["mentions"][0]["id"], bob.id.as_str());
    assert_eq!(count(&bob, &guild.channel).await, 1);
    for quiet in [json!({"replied_user": false}), json!({"parse": []}), json!({"parse": [], "replied_user": null})] {
        assert_eq!(ann.post(&path, &reply(quiet)).await.ok()["mentions"], json!([]));
    }
    assert_eq!(count(&bob, &guild.channel).await, 1);
    ann.post(&path, &reply(json!({"parse": [], "replied_user": true}))).await.ok();
    assert_eq!(count(&bob, &guild.channel).await, 2);
    edits(&ann, &loud, "a better answer").await;
    assert_eq!(count(&bob, &guild.channel).await, 2, "a reply that is changed is one still");
    let own = bob.post(&path, &reply(Value::Null)).await.ok();
    assert_eq!(own["mentions"], json!([]), "nobody calls themselves");
}

async fn the_inbox_has_what_one_may_read_now_newest_first(world: World) {
    let (ann, bob, guild) = friends(&world).await;
    let hidden = ann.makes_channel(&guild, "hidden").await;
    let other = ann.makes_guild("Coffee friends").await;
    ann.lets_in(&other, &[&bob]).await;
    world.pass(Duration::from_secs(1));
    let me = format!("<@{}>", bob.id);
    let first = ann.says(&guild.channel, &format!("{me} one")).await;
    ann.says(&hidden, &format!("{me} hidden")).await;
    ann.says(&other.channel, "@everyone two").await;
    let gone = ann.says(&guild.channel, &format!("{me} gone")).await;
    let third = ann.says(&guild.channel, &format!("{me} @everyone three")).await;
    ann.put(&format!("/channels/{hidden}/permissions/{}", bob.id), &json!({"type": 1, "deny": "1024"})).await.ok();
    ann.delete(&format!("/channels/{}/messages/{}", guild.channel, text(&gone["id"]))).await.ok();
    let (one, two, three) = (format!("{me} one"), "@everyone two".to_owned(), format!("{me} @everyone three"));
    assert_eq!(inbox(&bob, "").await, [three.clone(), two.clone(), one.clone()]);
    assert_eq!(inbox(&bob, "?limit=1").await, std::slice::from_ref(&three));
    assert_eq!(inbox(&bob, &format!("?before={}", id(&third["id"]))).await, [two.clone(), one.clone()]);
    assert_eq!(inbox(&bob, &format!("?before={}", id(&first["id"]))).await, Vec::<String>::new());
    assert_eq!(inbox(&bob, "?everyone=false").await, [three.clone(), one.clone()]);
    assert_eq!(inbox(&bob, &format!("?guild_id={}", other.id)).await, [two]);
    assert_eq!(inbox(&ann, "").await, Vec::<String>::new(), "nobody is called by themselves");
    for bad in ["limit=0", "limit=101", "limit=x", "before=x", "roles=maybe"] {
        bob.get(&format!("/users/@me/mentions?{bad}")).await.refused(400, 50035);
    }
    bob.put(&format!("/users/@me/blocks/{}", ann.id), &json!({})).await.ok();
    assert_eq!(inbox(&bob, "").await, Vec::<String>::new());
}

async fn mentions_by_a_deleted_account_are_withdrawn(world: World) {
    let (ann, bob, guild) = friends(&world).await;
    for n in 0..3 {
        bob.says(&guild.channel, &format!("<@{}> {n}", ann.id)).await;
    }
    let last = ann.says(&guild.channel, "hm").await;
    ann.post(&format!("/channels/{}/messages/1/ack", guild.channel), &json!({"manual": true})).await.ok();
    assert_eq!(count(&ann, &guild.channel).await, 3);
    let mut anns = ann.connects().await;
    bob.post("/auth/reauthenticate", &json!({"password": crate::support::PASSWORD})).await.ok();
    bob.post("/users/@me/delete", &json!({"messages": "erase"})).await.ok();
    assert_eq!(anns.event("MESSAGE_DELETE_BULK").await["chatspace"]["last_message_id"], last["id"]);
    assert_eq!(anns.event("CHATSPACE_MESSAGE_ACK").await["read_states"][0]["mention_count"], 0);
    assert_eq!(count(&ann, &guild.channel).await, 0);
}
