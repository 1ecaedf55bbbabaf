//! Responses in chunks.

use std::{collections::BTreeMap, sync::Arc};

use super::*;
use crate::{
    cache::{Cache, GuildChange, Member as CacheMember, User, UserChange},
    kernel::{MessageId, Timestamp},
};

const GUILD: GuildId = GuildId::new(7);

fn member(id: i64) -> CacheMember {
    CacheMember {
        user: UserId::new(id),
        nick: (id == 5).then(|| "Їжак".to_owned()),
        joined_at: Timestamp::from_ms(0),
        since: MessageId::NONE,
        roles: Vec::new(),
        timed_out_until: None,
    }
}

/// A guild with members 1 to `count`.
fn guild(count: i64) -> Cache {
    let cache = Cache::default();
    for id in 1..=count {
        let user = User {
            id: UserId::new(id),
            username: format!("u{id:05}"),
            display_name: None,
            avatar: None,
            custom_status: None,
            bot: false,
        };
        cache.apply(&UserChange::Put(user).into());
    }
    cache.apply(
        &GuildChange::Created(Box::new(Guild {
            id: GUILD,
            name: "Tea".to_owned(),
            description: None,
            icon: None,
            owner: UserId::new(1),
            system_channel: None,
            system_channel_flags: 0,
            roles: BTreeMap::new(),
            channels: BTreeMap::new(),
            members: (1..=count).map(|id| (UserId::new(id), Arc::new(member(id)))).collect(),
        }))
        .into(),
    );
    cache
}

fn ask(whom: MemberSelection) -> MemberRequest {
    MemberRequest { guild: GUILD, whom, presences: false, nonce: Some("n".to_owned()) }
}

fn ids(part: &GuildMembersChunk) -> Vec<i64> {
    part.members.iter().map(|member| member.user.id.get()).collect()
}

#[test]
fn a_large_guild_is_sent_in_chunks_of_a_thousand() {
    let cache = guild(2500);
    let presences = Presences::default();
    let who = UserId::new(1);
    let mut rest = MemberResponse::begin(&cache.read(), who, ask(MemberSelection::All));
    let mut told = Vec::new();
    let mut parts = 0;
    while let Some(answer) = rest {
        if parts == 1 {
            cache.apply(&GuildChange::MemberRemoved(GUILD, UserId::new(1500)).into());
        }
        let (part, left) = answer.next(&cache.read(), who).expect("is in the guild");
        assert!(part.bytes() < 10_000, "{} bytes", part.bytes());
        let part = part.describe(&cache.read(), who, &presences);
        assert_eq!((part.chunk_index, part.chunk_count, part.nonce.as_deref()), (parts, 3, Some("n")));
        told.extend(ids(&part));
        parts += 1;
        rest = left;
    }
    assert_eq!(told, (1..=2500).filter(|id| *id != 1500).collect::<Vec<_>>(), "who left meanwhile is left out");
}

#[test]
fn a_member_kicked_meanwhile_receives_nothing_more() {
    let cache = guild(1001);
    let presences = Presences::default();
    let who = UserId::new(2);
    let answer = MemberResponse::begin(&cache.read(), who, ask(MemberSelection::All)).expect("is in the guild");
    let (first, rest) = answer.next(&cache.read(), who).expect("is in the guild");
    assert_eq!(first.describe(&cache.read(), who, &presences).members.len(), 1000);
    cache.apply(&GuildChange::MemberRemoved(GUILD, who).into());
    assert!(rest.expect("there is more").next(&cache.read(), who).is_none());
    let again = first.describe(&cache.read(), who, &presences);
    assert_eq!((again.members.len(), again.not_found.len()), (0, 0), "nor when the part has to be sent again");
    assert!(MemberResponse::begin(&cache.read(), who, ask(MemberSelection::All)).is_none());
}

#[test]
fn names_are_found_by_their_beginning_whatever_the_case() {
    let cache = guild(300);
    let presences = Presences::default();
    let who = UserId::new(1);
    let find = |prefix: &str, limit| {
        let whom = MemberSelection::Named { prefix: prefix.to_owned(), limit };
        let answer = MemberResponse::begin(&cache.read(), who, ask(whom)).expect("is in the guild");
        ids(&answer.next(&cache.read(), who).expect("is in the guild").0.describe(&cache.read(), who, &presences))
    };
    assert_eq!(find("їж", 10), [5]);
    assert_eq!(find("U0000", 3), [1, 2, 3]);
    assert_eq!(find("u", 0).len(), FOUND);
    assert_eq!(find("zz", 1), Vec::<i64>::new());
}
