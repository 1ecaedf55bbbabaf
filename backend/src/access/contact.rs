//! Who may write to whom. Whoever is blocked gets the answer that anybody may get whom a person does not want to hear of.

use crate::{
    access::{guard::active_user, message_channel::MessageChannel},
    cache::{DirectMessages, DmChannel, DmChannelKind, Model},
    kernel::{ApiError, UserId},
};

/// Whether `from` may write to `to` alone: there is no block between them, and `to` lets such people write to them or has
/// turned to `from` before.
///
/// # Errors
/// 403 / 50007, whatever the reason.
pub fn may_write(model: &Model, from: UserId, to: UserId) -> Result<(), ApiError> {
    let is_there = model.user(to).is_some_and(|user| !user.is_anonymised());
    let has_turned = || {
        let dm = model.dm_channel_between(from, to);
        dm.and_then(|found| found.recipients.get(&to)).is_some_and(|recipient| recipient.engaged)
    };
    if is_there && !model.is_block_between(from, to) && (permits(model, from, to) || has_turned()) {
        Ok(())
    } else {
        Err(ApiError::cannot_message_user())
    }
}

fn permits(model: &Model, from: UserId, to: UserId) -> bool {
    match model.settings(to).direct_messages {
        DirectMessages::Everyone => true,
        DirectMessages::SharedGuild => model.share_a_guild(from, to),
        DirectMessages::Nobody => false,
    }
}

/// Whether `who` may know if `of` is there, who is in the DM channel with them: there is no block between them, and of two
/// `of` lets such people write to them or has turned to `who` before.
pub fn may_see(model: &Model, dm: &DmChannel, who: UserId, of: UserId) -> bool {
    let has_turned = || dm.recipients.get(&of).is_some_and(|recipient| recipient.engaged);
    let may = dm.kind == DmChannelKind::GroupDm || permits(model, who, of) || has_turned();
    may && !model.is_block_between(who, of)
}

/// Whether `from` may write where they are. Only in a DM of two users is there somebody to be asked.
///
/// # Errors
/// 403 / 50007; 401 for who has gone for good.
pub fn may_write_in(model: &Model, from: UserId, message_channel: MessageChannel) -> Result<(), ApiError> {
    match message_channel {
        MessageChannel::DmChannel(dm) => {
            // Somebody who has gone is still one of two.
            active_user(model, from)?;
            dm.other(from).map_or(Ok(()), |to| may_write(model, from, to))
        }
        MessageChannel::Guild(..) => Ok(()),
    }
}

/// Whether `by` may bring `who` into a group: they know each other, from a guild or from an open DM channel of two, and the
/// one may write to the other.
///
/// # Errors
/// 403 / 50007, whatever the reason.
pub fn may_add(model: &Model, by: UserId, who: UserId) -> Result<(), ApiError> {
    let open_or_create = || model.dm_channel_between(by, who).is_some_and(|dm| dm.is_open_for(by));
    if model.share_a_guild(by, who) || open_or_create() {
        may_write(model, by, who)
    } else {
        Err(ApiError::cannot_message_user())
    }
}
