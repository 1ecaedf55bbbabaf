use super::*;
use crate::cache::{Cache, DmChannelChange, MessageChange, UserChange};

const ID: ChannelId = ChannelId::new(9);

fn recipient(added_ms: i64) -> Recipient {
    Recipient { added_at: Timestamp::from_ms(added_ms), since: MessageId::new(added_ms), closed: false, engaged: false }
}

fn dm_channel(kind: DmChannelKind, users: &[i64]) -> DmChannel {
    let recipients = users.iter().enumerate().map(|(index, id)| {
        let added_ms = i64::try_from(users.len() - index).unwrap_or(0);
        (UserId::new(*id), recipient(added_ms))
    });
    DmChannel {
        id: ID,
        kind,
        recipients: recipients.collect(),
        owner: None,
        name: None,
        icon: None,
        last_message: None,
        last_pin: None,
    }
}

#[test]
fn a_dm_channel_is_found_from_both_sides_and_not_by_who_left() {
    let cache = Cache::default();
    let [ann, bob, cyd] = [1, 2, 3].map(UserId::new);
    cache.apply(&DmChannelChange::Put(dm_channel(DmChannelKind::Dm, &[2, 1])).into());
    assert_eq!(cache.read().dm_channel_between(bob, ann).map(|found| found.id), Some(ID));
    assert_eq!(cache.read().dm_channel_between(ann, cyd), None);
    cache.apply(&DmChannelChange::Put(dm_channel(DmChannelKind::GroupDm, &[1, 2, 3])).into());
    assert_eq!(cache.read().dm_channel_between(ann, bob), None, "a group is no conversation of two");
    cache.apply(&DmChannelChange::Put(dm_channel(DmChannelKind::GroupDm, &[1, 3])).into());
    assert_eq!(cache.read().dm_channels_of(bob).count(), 0);
    assert_eq!(cache.read().dm_channels_of(cyd).count(), 1);
    cache.apply(&DmChannelChange::Deleted(ID).into());
    assert_eq!(cache.read().dm_channels_of(cyd).count(), 0);
    assert_eq!(cache.read().dm_channel(ID), None);
}

#[test]
fn a_change_that_was_made_before_a_message_came_does_not_forget_it() {
    let cache = Cache::default();
    let stale = dm_channel(DmChannelKind::GroupDm, &[1, 2]);
    cache.apply(&DmChannelChange::Put(stale.clone()).into());
    cache.apply(&MessageChange::Sent(ID, MessageId::new(77)).into());
    cache.apply(&DmChannelChange::Put(DmChannel { name: Some("Tea".to_owned()), ..stale }).into());
    let model = cache.read();
    let found = model.dm_channel(ID).expect("is there");
    assert_eq!((found.name.as_deref(), found.last_message), (Some("Tea"), Some(MessageId::new(77))));
}

#[test]
fn the_earliest_is_who_was_added_first() {
    assert_eq!(dm_channel(DmChannelKind::GroupDm, &[1, 2, 3]).earliest(), Some(UserId::new(3)));
}

#[test]
fn a_block_holds_between_two_and_is_of_one() {
    let cache = Cache::default();
    let [ann, bob] = [1, 2].map(UserId::new);
    cache.apply(&UserChange::BlockPut(ann, bob).into());
    assert!(cache.read().blocks(ann, bob) && !cache.read().blocks(bob, ann));
    assert!(cache.read().is_block_between(bob, ann));
    assert_eq!(cache.read().blockers_of(bob), [ann]);
    cache.apply(&UserChange::BlockRemoved(ann, bob).into());
    assert!(!cache.read().is_block_between(ann, bob));
}
