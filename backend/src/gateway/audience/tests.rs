//! Compares the fast path with the permission check, in both directions.

use std::{collections::BTreeMap, sync::Arc};

use proptest::prelude::*;

use super::*;
use crate::{
    cache::{Cache, ChannelKind, Guild, GuildChange, Member, Overwrite, OverwriteKind, Role, User, UserChange},
    kernel::{ChannelId, GuildId, Intents, MessageId, RoleId, SessionId},
};

const GUILD: GuildId = GuildId::new(7);
const ROLE: RoleId = RoleId::new(8);
const CHANNEL: ChannelId = ChannelId::new(9);
const NOW: Timestamp = Timestamp::from_ms(1000);

fn permissions() -> impl Strategy<Value = Permissions> {
    prop::sample::select(vec![
        Permissions::empty(),
        Permissions::VIEW_CHANNEL,
        Permissions::SEND_MESSAGES,
        Permissions::ADMINISTRATOR,
        Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES,
    ])
}

fn role(id: RoleId, permissions: Permissions) -> (RoleId, Role) {
    let role = Role {
        id,
        name: String::new(),
        color: 0,
        hoist: false,
        position: i64::from(id == ROLE),
        permissions,
        mentionable: false,
        managed: false,
        bot: None,
    };
    (id, role)
}

/// Members 1 (the owner) to 4; 3 and 4 have the role, 2 and 4 are timed out.
fn model(everyone: Permissions, other: Permissions, overwrites: &[(bool, Permissions, Permissions)]) -> Cache {
    let cache = Cache::default();
    let members = (1..=4).map(|id| {
        let roles = if id >= 3 { vec![ROLE] } else { Vec::new() };
        let timed_out_until = (id % 2 == 0).then_some(Timestamp::from_ms(5000));
        let member = Member { user: UserId::new(id), nick: None, joined_at: NOW, since: MessageId::NONE, roles, timed_out_until };
        (member.user, Arc::new(member))
    });
    let overwrites = overwrites.iter().map(|(of_role, allow, deny)| {
        let target = if *of_role { ROLE } else { GUILD.everyone() };
        (target.into(), Overwrite { kind: OverwriteKind::Role, allow: *allow, deny: *deny })
    });
    let channel = Channel {
        id: CHANNEL,
        guild: GUILD,
        kind: ChannelKind::Text,
        name: String::new(),
        topic: None,
        position: 0,
        parent: None,
        nsfw: false,
        rate_limit_per_user: 0,
        overwrites: overwrites.collect(),
        last_message: None,
        last_pin: None,
    };
    let guild = Guild {
        id: GUILD,
        name: String::new(),
        description: None,
        icon: None,
        owner: UserId::new(1),
        system_channel: None,
        system_channel_flags: 0,
        roles: BTreeMap::from([role(GUILD.everyone(), everyone), role(ROLE, other)]),
        channels: BTreeMap::from([(CHANNEL, channel)]),
        members: members.collect(),
    };
    cache.apply(&GuildChange::Created(Box::new(guild)).into());
    cache.apply(
        &UserChange::Put(User {
            id: UserId::new(1),
            username: "ann".to_owned(),
            display_name: None,
            avatar: None,
            custom_status: None,
            bot: false,
        })
        .into(),
    );
    cache
}

proptest! {
    #[test]
    fn only_members_with_view_channel_receive_events(
        everyone in permissions(),
        other in permissions(),
        overwrites in prop::collection::vec((any::<bool>(), permissions(), permissions()), 0..3),
        but in prop::option::of(1i64..5),
    ) {
        let cache = model(everyone, other, &overwrites);
        let model = cache.read();
        let audience = match but {
            None => Audience::Channel(GUILD, CHANNEL),
            Some(but) => Audience::ChannelWithout(GUILD, CHANNEL, UserId::new(but)),
        };
        let recipients = Recipients::of(&model, &audience, NOW);
        for id in 1..=4 {
            let user = UserId::new(id);
            let may = access::can(&model, user, Permissions::VIEW_CHANNEL, Scope::Channel(CHANNEL), NOW) && Some(id) != but;
            prop_assert_eq!(recipients.has(user), may, "{}", id);
        }
    }
}

#[test]
fn of_deleted_objects_only_the_deletion_is_replayed() {
    let cache = model(Permissions::VIEW_CHANNEL, Permissions::empty(), &[]);
    cache.apply(&GuildChange::ChannelDeleted(GUILD, CHANNEL).into());
    let message = crate::features::messages::events::MessageDelete {
        id: crate::kernel::MessageId::new(1),
        channel_id: CHANNEL,
        guild_id: Some(GUILD),
        chatspace: crate::features::messages::events::DeletedExtras { last_message_id: None },
    };
    let message = Arc::new(Envelope::new(Audience::Channel(GUILD, CHANNEL), &message));
    let gone = Arc::new(Envelope::new(Audience::Guild(GUILD), &GuildDelete { id: GUILD }));
    let bob = Owner {
        user: UserId::new(2),
        session_id: SessionId::new(2),
        intents: Intents::all(),
        extended: true,
        since: crate::kernel::MessageId::NONE,
    };
    let is_visible = |envelope| matches!(again(&cache.read(), &bob, envelope, NOW), Form::Visible(_));
    assert!(!is_visible(&message));
    cache.apply(&GuildChange::MemberRemoved(GUILD, bob.user).into());
    assert!(is_visible(&gone));
    assert!(!is_visible(&message));
}
