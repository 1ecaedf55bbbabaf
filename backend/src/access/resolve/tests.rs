//! The algorithm compared with a reference implementation that follows the API's description bit by bit.

use std::{collections::BTreeMap, sync::Arc};

use proptest::prelude::*;

use super::*;
use crate::{
    cache::{ChannelKind, Overwrite, OverwriteKind, Role},
    kernel::{ChannelId, GuildId, MessageId, RoleId, TargetId},
};

const GUILD: GuildId = GuildId::new(1000);
const OWNER: UserId = UserId::new(1);
const MEMBER: UserId = UserId::new(2);
const NOW: Timestamp = Timestamp::from_ms(1_800_000_000_000);

/// The bits that the algorithm treats specially, and some others.
fn bits() -> impl Strategy<Value = Permissions> {
    let flags = vec![
        Permissions::VIEW_CHANNEL,
        Permissions::SEND_MESSAGES,
        Permissions::MENTION_EVERYONE,
        Permissions::ATTACH_FILES,
        Permissions::EMBED_LINKS,
        Permissions::SEND_TTS_MESSAGES,
        Permissions::READ_MESSAGE_HISTORY,
        Permissions::MANAGE_MESSAGES,
        Permissions::KICK_MEMBERS,
    ];
    (prop::sample::subsequence(flags.clone(), 0..flags.len()), prop::bool::weighted(0.05)).prop_map(|(flags, administrator)| {
        let bits = flags.into_iter().collect::<Permissions>();
        if administrator { bits | Permissions::ADMINISTRATOR } else { bits }
    })
}

fn role(id: i64, permissions: Permissions) -> Role {
    Role {
        id: RoleId::new(id),
        name: String::new(),
        color: 0,
        hoist: false,
        position: id - 1000,
        permissions,
        mentionable: false,
        managed: false,
        bot: None,
    }
}

prop_compose! {
    fn worlds()(
        role_bits in prop::collection::vec(bits(), 4),
        held in prop::collection::btree_set(1_i64..4, 0..4),
        overwrites in prop::collection::vec((bits(), bits(), any::<bool>()), 5),
        is_owner in prop::bool::weighted(0.1),
        timed_out in prop::option::weighted(0.2, prop::sample::select(vec![-1_i64, 0, 1])),
    ) -> (Guild, Channel, Member) {
        let roles: BTreeMap<_, _> = (0..4).map(|n| (RoleId::new(1000 + n), role(1000 + n, role_bits[usize::try_from(n).expect("small")]))).collect();
        let targets = [(1000, OverwriteKind::Role), (1001, OverwriteKind::Role), (1002, OverwriteKind::Role), (1003, OverwriteKind::Role), (2, OverwriteKind::Member)];
        let overwrites = targets
            .into_iter()
            .zip(overwrites)
            .filter(|(_, (_, _, there))| *there)
            .map(|((id, kind), (allow, deny, _))| (TargetId::new(id), Overwrite { kind, allow, deny }))
            .collect();
        let member = Member {
            user: MEMBER,
            nick: None,
            joined_at: NOW,
            since: MessageId::NONE,
            roles: held.into_iter().map(|n| RoleId::new(1000 + n)).collect(),
            timed_out_until: timed_out.map(|ms| Timestamp::from_ms(NOW.as_ms() + ms)),
        };
        let channel = Channel {
            id: ChannelId::new(5), guild: GUILD, kind: ChannelKind::Text, name: String::new(), topic: None, position: 0,
            parent: None, nsfw: false, rate_limit_per_user: 0, overwrites, last_message: None,
            last_pin: None,
        };
        let guild = Guild {
            id: GUILD, name: String::new(), description: None, icon: None, owner: if is_owner { MEMBER } else { OWNER },
            system_channel: None, system_channel_flags: 0, roles, channels: BTreeMap::new(), members: BTreeMap::from([(MEMBER, Arc::new(member.clone()))]),
        };
        (guild, channel, member)
    }
}

/// Decides one bit by asking each layer in turn.
fn reference_allows(guild: &Guild, channel: &Channel, member: &Member, bit: Permissions) -> bool {
    let role_grants = |bit: Permissions| {
        let ids = std::iter::once(guild.id.everyone()).chain(member.roles.iter().copied());
        ids.into_iter().any(|id| guild.roles[&id].permissions.contains(bit))
    };
    if guild.owner == member.user || role_grants(Permissions::ADMINISTRATOR) {
        return true;
    }
    let layered = |bit: Permissions| {
        let own = channel.overwrites.get(&member.user.into());
        let of_roles: Vec<_> = member.roles.iter().filter_map(|role| channel.overwrites.get(&(*role).into())).collect();
        let everyone = channel.overwrites.get(&TargetId::from(guild.id.everyone()));
        let said_by = |overwrite: Option<&Overwrite>| {
            overwrite.and_then(|o| {
                if o.allow.contains(bit) {
                    Some(true)
                } else if o.deny.contains(bit) {
                    Some(false)
                } else {
                    None
                }
            })
        };
        let by_roles = if of_roles.iter().any(|o| o.allow.contains(bit)) {
            Some(true)
        } else if of_roles.iter().any(|o| o.deny.contains(bit)) {
            Some(false)
        } else {
            None
        };
        let granted = said_by(own).or(by_roles).or_else(|| said_by(everyone)).unwrap_or_else(|| role_grants(bit));
        let timed_out = member.timed_out_until.is_some_and(|until| until > NOW);
        granted && (!timed_out || Permissions::TIMED_OUT.contains(bit))
    };
    layered(bit)
        && layered(Permissions::VIEW_CHANNEL)
        && (!Permissions::NEED_SEND.contains(bit) || layered(Permissions::SEND_MESSAGES))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn every_bit_is_decided_as_the_wire_describes((guild, channel, member) in worlds()) {
        let computed = permissions_in_channel(&guild, &channel, &member, NOW);
        for bit in Permissions::all().iter() {
            prop_assert_eq!(computed.contains(bit), reference_allows(&guild, &channel, &member, bit), "{:?}", bit);
        }
    }

    #[test]
    fn without_view_nothing_is_left((guild, channel, member) in worlds()) {
        let computed = permissions_in_channel(&guild, &channel, &member, NOW);
        prop_assert!(computed.contains(Permissions::VIEW_CHANNEL) || computed.is_empty());
    }

    #[test]
    fn nobody_outranks_the_owner_or_oneself((guild, _, member) in worlds()) {
        let owner = Member { user: guild.owner, ..member.clone() };
        prop_assert!(!outranks(&guild, &member, &owner));
        prop_assert!(!outranks(&guild, &member, &member));
    }
}
