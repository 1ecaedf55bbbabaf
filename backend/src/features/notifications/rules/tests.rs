//! Settings of the channel override those of its category and guild, and in a muted channel only direct mentions notify.

use std::collections::BTreeMap;

use super::*;
use crate::{
    cache::{Cache, Channel, ChannelKind, Guild, GuildChange, UserChange},
    kernel::GuildId,
};

const ANN: UserId = UserId::new(1);
const BOB: UserId = UserId::new(2);
const GUILD: GuildId = GuildId::new(7);
const CATEGORY: ChannelId = ChannelId::new(8);
const CHANNEL: ChannelId = ChannelId::new(9);
const NOW: Timestamp = Timestamp::from_ms(1000);
const PLAIN: NotificationContext = NotificationContext {
    channel: CHANNEL,
    author: ANN,
    mentions_user: false,
    mentions_role: false,
    mentions_everyone: false,
    is_silent: false,
};
const NAMED: NotificationContext = NotificationContext { mentions_user: true, ..PLAIN };
const ROLE: NotificationContext = NotificationContext { mentions_role: true, ..PLAIN };
const EVERYONE: NotificationContext = NotificationContext { mentions_everyone: true, ..PLAIN };

fn channel(id: ChannelId, kind: ChannelKind, parent: Option<ChannelId>) -> (ChannelId, Channel) {
    let channel = Channel {
        id,
        guild: GUILD,
        kind,
        name: String::new(),
        topic: None,
        position: 0,
        parent,
        nsfw: false,
        rate_limit_per_user: 0,
        overwrites: BTreeMap::new(),
        last_message: None,
        last_pin: None,
    };
    (id, channel)
}

/// Bob's settings, by scope.
fn cache(settings: &[(ScopeId, NotificationSetting)]) -> Cache {
    let cache = Cache::default();
    let guild = Guild {
        id: GUILD,
        name: String::new(),
        description: None,
        icon: None,
        owner: ANN,
        system_channel: None,
        system_channel_flags: 0,
        roles: BTreeMap::new(),
        channels: [channel(CATEGORY, ChannelKind::Category, None), channel(CHANNEL, ChannelKind::Text, Some(CATEGORY))].into(),
        members: BTreeMap::new(),
    };
    cache.apply(&GuildChange::Created(Box::new(guild)).into());
    for (place, setting) in settings {
        cache.apply(&UserChange::NotificationsSet(BOB, *place, *setting).into());
    }
    cache
}

fn heard(settings: &[(ScopeId, NotificationSetting)], context: NotificationContext) -> bool {
    notifies(&cache(settings).read(), BOB, &context, NOW)
}

fn level(level: Level) -> NotificationSetting {
    NotificationSetting { level: Some(level), ..NotificationSetting::default() }
}

fn muted(until: Option<Timestamp>) -> NotificationSetting {
    NotificationSetting { muted: true, muted_until: until, ..NotificationSetting::default() }
}

#[test]
fn who_has_set_nothing_hears_of_mentions() {
    for (context, is_heard) in [(PLAIN, false), (NAMED, true), (ROLE, true), (EVERYONE, true)] {
        assert_eq!(heard(&[], context), is_heard, "{context:?}");
        assert!(!heard(&[], NotificationContext { author: BOB, ..context }), "nobody hears of themselves");
        assert!(!heard(&[], NotificationContext { is_silent: true, ..context }));
    }
}

#[test]
fn the_inner_place_goes_before_the_outer_one() {
    let guild = (GUILD.into(), level(Level::All));
    assert!(heard(&[guild], PLAIN));
    let category = (CATEGORY.into(), level(Level::Nothing));
    assert!(!heard(&[guild, category], NAMED));
    let channel = (CHANNEL.into(), level(Level::Mentions));
    assert!(heard(&[guild, category, channel], NAMED) && !heard(&[guild, category, channel], PLAIN));
}

#[test]
fn a_mute_anywhere_around_lets_only_through_what_names_the_user() {
    for place in [ScopeId::from(GUILD), CATEGORY.into(), CHANNEL.into()] {
        let all = NotificationSetting { level: Some(Level::All), ..muted(None) };
        for setting in [muted(None), all, muted(Some(NOW.after(std::time::Duration::from_millis(1))))] {
            let settings = [(place, setting)];
            assert!(
                heard(&settings, NAMED) && !heard(&settings, EVERYONE) && !heard(&settings, ROLE) && !heard(&settings, PLAIN)
            );
        }
        assert!(heard(&[(place, muted(Some(NOW)))], EVERYONE), "its time is over");
    }
}

#[test]
fn mentions_of_many_may_be_none() {
    let quiet = NotificationSetting { suppress_everyone: true, suppress_roles: true, ..NotificationSetting::default() };
    let settings = [(ScopeId::from(GUILD), quiet)];
    assert!(heard(&settings, NAMED) && !heard(&settings, EVERYONE) && !heard(&settings, ROLE));
}

#[test]
fn who_is_blocked_is_not_heard() {
    let cache = cache(&[]);
    cache.apply(&UserChange::BlockPut(BOB, ANN).into());
    assert!(!notifies(&cache.read(), BOB, &NAMED, NOW));
}

#[test]
fn the_end_of_a_mute_lies_ahead_and_falls_away_without_one() {
    assert!(checked(muted(Some(NOW)), NOW).is_err());
    let open = NotificationSetting { muted: false, ..muted(Some(NOW)) };
    assert_eq!(checked(open, NOW), Ok(NotificationSetting::default()));
}
