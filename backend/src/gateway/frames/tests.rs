//! Frames of real clients are accepted.

use proptest::prelude::*;

use super::*;
use crate::kernel::GuildId;

fn reads(json: &str) -> Command {
    read(json.as_bytes(), false).unwrap_or_else(|close| panic!("{json} is refused with {close:?}"))
}

fn identifies(json: &str) -> Identify {
    match reads(json) {
        Command::Identify(identify) => *identify,
        other => panic!("{other:?} is no IDENTIFY"),
    }
}

fn asks(json: &str) -> MemberRequest {
    match reads(json) {
        Command::Members(ask) => ask,
        other => panic!("{other:?} is no request for members"),
    }
}

#[test]
fn a_heartbeat_has_a_number_or_null_or_nothing() {
    for (json, seq) in [(r#"{"op":1,"d":7}"#, Some(7)), (r#"{"op":1,"d":null}"#, None), (r#"{"op":1}"#, None)] {
        assert!(matches!(reads(json), Command::Heartbeat(found) if found == seq), "{json}");
    }
}

#[test]
fn identify_is_read_as_the_libraries_send_it() {
    let plain = identifies(r#"{"op":2,"d":{"token":"abc","intents":3276799,"properties":{"$os":"linux"},"presence":null}}"#);
    assert_eq!(plain.token.expose(), "abc");
    assert_eq!(plain.status, PresenceStatus::Online);
    assert!(plain.intents.contains(Intents::GUILD_MESSAGES) && !plain.extended && !plain.lazy_members);
    assert_eq!(plain.large_threshold, 250);

    let odd = identifies(
        r#"{"op":2,"s":null,"t":null,"d":{"token":"Bot abc","compress":true,"shard":[0,1],"large_threshold":10,"intents":53608447,
            "presence":{"status":"","since":{"at":1},"game":{"name":"x"},"afk":"no"},"capabilities":1,"unknown":[{}]}}"#,
    );
    assert_eq!((odd.token.expose(), odd.large_threshold), ("abc", 50));

    let own = identifies(r#"{"op":2,"d":{"token":"abc","chatspace":{"v":1,"lazy_members":true},"presence":{"status":"dnd"}}}"#);
    assert!(own.extended && own.lazy_members);
    assert_eq!((own.intents, own.status), (Intents::all(), PresenceStatus::Dnd));
}

#[test]
fn resume_without_a_number_begins_at_the_beginning() {
    for json in
        [r#"{"op":6,"d":{"token":"Bot abc","session_id":"s","seq":null}}"#, r#"{"op":6,"d":{"token":"abc","session_id":"s"}}"#]
    {
        assert!(matches!(reads(json), Command::Resume(resume) if resume.seq == 0 && resume.token.expose() == "abc"));
    }
}

#[test]
fn a_presence_is_never_a_reason_to_close() {
    for json in [
        r#"{"op":3,"d":{"status":"idle","since":null,"activities":[],"afk":false}}"#,
        r#"{"op":3,"d":{"status":"idle","since":{"seconds":1}}}"#,
        r#"{"op":3,"d":{"status":"","game":null}}"#,
        r#"{"op":3,"d":null}"#,
        r#"{"op":3}"#,
    ] {
        assert!(matches!(reads(json), Command::Presence(_)), "{json}");
    }
}

#[test]
fn requests_for_members_name_ids_as_they_like() {
    let guild = GuildId::new(1538016506728808461);
    let all = asks(r#"{"op":8,"d":{"guild_id":1538016506728808461,"query":"","limit":0,"presences":true,"nonce":"n"}}"#);
    assert_eq!(all, MemberRequest { guild, whom: MemberSelection::All, presences: true, nonce: Some("n".into()) });
    for ids in [r#""7""#, "7", "[7]", r#"["7"]"#] {
        let some = asks(&format!(r#"{{"op":8,"d":{{"guild_id":"1538016506728808461","user_ids":{ids},"query":null}}}}"#));
        assert_eq!(some.whom, MemberSelection::Users(vec![UserId::new(7)]), "{ids}");
    }
    for (ids, known) in [
        ("[]", vec![]),
        (r#"["tea"]"#, vec![]),
        (r#"["tea", 7]"#, vec![UserId::new(7)]),
        ("true", vec![]),
        (r#"{"a":1}"#, vec![]),
    ] {
        let some = asks(&format!(r#"{{"op":8,"d":{{"guild_id":"1538016506728808461","user_ids":{ids},"query":""}}}}"#));
        assert_eq!(some.whom, MemberSelection::Users(known), "{ids}: what is no id is not taken for all");
    }
    let many = serde_json::to_string(&(1..=101).collect::<Vec<_>>()).expect("JSON");
    let many = asks(&format!(r#"{{"op":8,"d":{{"guild_id":"1538016506728808461","user_ids":{many}}}}}"#));
    assert_eq!(many.whom, MemberSelection::Users(vec![]));
    let named = asks(r#"{"op":8,"d":{"guild_id":"1538016506728808461","query":"Оле","limit":5,"user_ids":null}}"#);
    assert_eq!(named.whom, MemberSelection::Named { prefix: "Оле".into(), limit: 5 });
}

#[test]
fn a_malformed_frame_has_a_close_code() {
    for json in ["", "tea", "[]", "{}", r#"{"op":"1"}"#, r#"{"op":-1}"#, r#"{"op":2}"#, r#"{"op":2,"d":{}}"#] {
        assert_eq!(read(json.as_bytes(), true).err(), Some(Close::Decode), "{json}");
    }
    for op in [0, 7, 9, 10, 11, 99, 250, 1000] {
        assert_eq!(read(format!(r#"{{"op":{op},"d":{{}}}}"#).as_bytes(), true).err(), Some(Close::UnknownOp), "{op}");
    }
    for op in [4, 5, 31, 43] {
        assert!(matches!(reads(&format!(r#"{{"op":{op},"d":{{}}}}"#)), Command::Nothing), "{op}");
    }
}

#[test]
fn our_own_opcodes_are_unknown_to_others() {
    let frame = br#"{"op":200,"d":{"nonce":7,"channel_id":"1","content":"hi"}}"#;
    assert_eq!(read(frame, false).err(), Some(Close::UnknownOp));
    let Ok(Command::Request(request)) = read(frame, true) else { panic!("is a request") };
    assert_eq!((request.op, request.nonce.as_deref()), (op::SEND, Some("7")));
    assert_eq!(request.body.get(), r#"{"nonce":7,"channel_id":"1","content":"hi"}"#);
}

#[test]
fn what_to_show_of_a_member_list_is_read_within_its_bounds() {
    let subscriptions = |ranges: &str| {
        let frame = format!(r#"{{"op":206,"d":{{"guild_id":"7","channel_id":8,"ranges":{ranges}}}}}"#);
        read(frame.as_bytes(), true)
    };
    let Ok(Command::MemberList(Some((guild, subscription)))) = subscriptions("[[0,99],[100,199],[900,900]]") else {
        panic!("is understood")
    };
    assert_eq!((guild, subscription.channel, subscription.by_reference), (GuildId::new(7), ChannelId::new(8), false));
    assert_eq!(subscription.ranges, [(0, 99), (100, 199), (900, 900)]);
    for nothing in ["null", "[]"] {
        assert!(matches!(subscriptions(nothing), Ok(Command::MemberList(None))), "{nothing}");
    }
    for bad in ["[[0,100]]", "[[2,1]]", "[[0]]", "[[0,1],[2,3],[4,5],[6,7]]", "[[-1,0]]", "7", "[[99999999,99999999]]"] {
        assert!(is_refused(subscriptions(bad)), "{bad}");
    }
    assert!(is_refused(read(br#"{"op":206,"d":{"ranges":[[0,1]]}}"#, true)));
}

fn is_refused(read: Result<Command, Close>) -> bool {
    matches!(read, Ok(Command::Malformed { op: 203..=206, error, .. }) if error.status == 400)
}

#[test]
fn a_request_that_cannot_be_understood_is_answered() {
    for d in ["null", "7", "[]", "{}", r#"{"channel_id":"tea"}"#, r#"{"channel_id":[1],"token":7}"#] {
        for op in [203, 205] {
            assert!(is_refused(read(format!(r#"{{"op":{op},"d":{d}}}"#).as_bytes(), true)), "{op} {d}");
        }
        for op in [200, 201, 202, 204] {
            let read = read(format!(r#"{{"op":{op},"d":{d}}}"#).as_bytes(), true);
            assert!(matches!(read, Ok(Command::Request(_))), "{op} {d}");
        }
    }
    assert!(is_refused(read(br#"{"op":203}"#, true)));
    for d in ["null", "7", "{}", r#"{"guild_id":"tea"}"#] {
        assert!(
            matches!(reads(&format!(r#"{{"op":8,"d":{d}}}"#)), Command::Nothing),
            "{d}: of no guild there is nothing to tell"
        );
    }
    for query in ["7", "[]", r#"{"$gt":""}"#, "true"] {
        let asked = asks(&format!(r#"{{"op":8,"d":{{"guild_id":7,"query":{query},"limit":0}}}}"#));
        assert_eq!(asked.whom, MemberSelection::Users(vec![]), "{query}: what is no name is not taken for all");
    }
}

#[test]
fn half_a_character_is_read_as_one_that_is_nobodys() {
    for (text, found) in [
        (r"\ud83d", "\u{fffd}"),
        (r"a\udc00b", "a\u{fffd}b"),
        (r"\ud83d\ud83d\ude00", "\u{fffd}\u{1f600}"),
        (r"\ud83d\u0041", "\u{fffd}A"),
        (r"\\\ud83d", "\\\u{fffd}"),
        (r"\n\ude00\u00e9", "\n\u{fffd}é"),
    ] {
        let asked = asks(&format!(r#"{{"op":8,"d":{{"guild_id":7,"query":"{text}","limit":1,"nonce":"n"}}}}"#));
        assert_eq!(asked.whom, MemberSelection::Named { prefix: found.to_owned(), limit: 1 }, "{text}");
    }
    let frame = br#"{"op":200,"d":{"nonce":"n","channel_id":"1","content":"\ud83d"}}"#;
    assert!(matches!(read(frame, true), Ok(Command::Request(Request { nonce: Some(_), .. }))));
}

proptest! {
    #[test]
    fn no_frame_is_a_reason_to_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), extended: bool) {
        let _ = read(&bytes, extended);
    }

    #[test]
    fn no_op_with_any_value_is_a_reason_to_panic(op in 0u64..300, d in "[\\[\\]{}\",:a-z0-9 null]{0,40}") {
        let _ = read(format!(r#"{{"op":{op},"d":{d}}}"#).as_bytes(), true);
    }
}

#[test]
fn frames_without_a_number_have_the_declared_op_codes() {
    let notices = [
        (Notice::Hello, op::HELLO),
        (Notice::HeartbeatAck, op::HEARTBEAT_ACK),
        (Notice::Reconnect, op::RECONNECT),
        (Notice::InvalidSession, op::INVALID_SESSION),
        (Notice::TokenExpiring { seconds: 60 }, op::TOKEN_EXPIRING),
    ];
    for (notice, code) in notices {
        let frame: Value = serde_json::from_str(&notice.frame()).expect("a frame");
        assert_eq!(frame["op"], code, "{notice:?}");
    }
}
