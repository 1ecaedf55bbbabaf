//! Sending a message: the path that is taken most.
//!
//! A message in a guild that calls nobody is stored by [`super::plain`], together with those that wait at the same moment. All others
//! store several things and have a turn of their own, which is here.

use std::time::Duration;

use super::{
    admission::admitted,
    pings::{self, Draft},
    plain::{NotSent, Plain},
    requests::{CreateMessage, ReplyTo},
    rules,
    showing::{announce, audience, first, joined, shown},
    store::{self, MessageRow},
    view::{self, Message},
};
use crate::{
    access::{History, Venue},
    cache::MessageChange,
    db::Failure,
    features::{mentions::actions::Targets, push, recipients},
    http::Error,
    kernel::{ChannelId, FieldError, Form, MessageId, Refusal, UserId, limits},
    state::State,
    work::Work,
};

/// Sends a message. A repeated nonce yields the first message and tells nobody.
///
/// # Errors
/// 404 / 10003 for a channel one cannot see, 403 / 50013 without the right to send, 403 / 50007 for who is not to write to the
/// other one of two, 400 for a bad text, 429 in slow mode.
pub async fn create(state: &State, author: UserId, channel: ChannelId, body: CreateMessage) -> Result<Message, Error> {
    // A look that spares a turn; the turn itself looks again.
    let is_plain = body.message_reference.is_none() && state.cache.read().conversation(channel).is_none();
    let body = if is_plain {
        match state.writer.store(Plain { author, channel, body }).await {
            Err(NotSent::TakesMore(body)) => *body,
            Err(NotSent::Refused(error)) => return Err(error),
            Ok(message) => return Ok(message),
        }
    } else {
        body
    };
    state.writer.run(move |work| Box::pin(create_in(work, author, channel, body))).await
}

async fn create_in(work: &mut Work, author: UserId, channel: ChannelId, body: CreateMessage) -> Result<Message, Error> {
    let content = body.checked_content()?;
    let nonce = rules::nonce(body.nonce.map(|nonce| nonce.0))?;
    let slow_s = admitted(&work.model(), author, channel, work.now())?.slow_s;
    let key = nonce.as_deref().filter(|_| body.enforce_nonce == Some(true));
    // A message that is stored is not asked anew whether it may be.
    if let Some(first) = first(work, channel, author, key).await? {
        return Ok(first);
    }
    hold_slow_mode(work, author, channel, slow_s).await?;
    let replied = match &body.message_reference {
        Some(reference) => replied(work, author, channel, reference).await?,
        None => None,
    };
    let (allowed, of_reply) = (body.allowed_mentions.as_ref(), replied.as_ref().map(|message| message.author_id));
    let (mentions, targets) = pings::read_in(work, author, channel, Draft { content: &content, allowed, replied: of_reply })?;
    let id = MessageId::new(work.next_id());
    let row = MessageRow {
        id,
        channel_id: channel,
        author_id: author,
        kind: if replied.is_some() { view::REPLY } else { view::DEFAULT },
        content,
        edited_at: None,
        flags: rules::flags(body.flags),
        reference_id: replied.as_ref().map(|message| message.id),
        mentioned_users: joined(&mentions.users),
        mentioned_roles: joined(&mentions.roles),
        mentions_everyone: mentions.calls_all(),
        created_at: id.time_beside(work.now()),
    };
    store_and_call(work, &row, key, &targets).await?;
    work.apply(MessageChange::Sent(channel, row.id));
    let (audience, shown) = (audience(work, channel)?, shown(work, row, replied)?);
    Ok(announce(work, audience, shown, nonce))
}

/// Stores a message and whom it calls.
async fn store_and_call(work: &mut Work, row: &MessageRow, nonce: Option<&str>, targets: &Targets) -> Result<(), Error> {
    let calls = !targets.is_empty() || work.model().conversation(row.channel_id).is_some();
    if calls {
        recipients::actions::wake(work, row.channel_id, row.author_id).await?;
    }
    store::insert(work.conn(), row, nonce).await?;
    if calls {
        pings::note(work, row, targets).await?;
        push::actions::announce(work, &arrival(row, targets)).await?;
    }
    Ok(())
}

/// What those who are not there are told by.
fn arrival<'a>(row: &MessageRow, targets: &'a Targets) -> push::actions::Arrival<'a> {
    push::actions::Arrival {
        message: row.id,
        channel: row.channel_id,
        author: row.author_id,
        targets,
        is_silent: rules::is_silent(row.flags),
    }
}

/// Slow mode: who sent a moment ago waits, whether what they sent is still there or not.
async fn hold_slow_mode(work: &mut Work, author: UserId, channel: ChannelId, slow_s: i64) -> Result<(), Error> {
    let Ok(pause) = u64::try_from(slow_s).map(Duration::from_secs) else { return Ok(()) };
    if pause.is_zero() {
        return Ok(());
    }
    let now = work.now();
    if store::begin_pause(work.conn(), channel, author, (now, now.before(pause))).await? {
        return Ok(());
    }
    let sent_at = store::sent_at(work.conn(), channel, author).await?.unwrap_or(now);
    Err(Refusal::rate_limited(pause.saturating_sub(now.since(sent_at)).as_secs_f64(), false).into())
}

/// Forgets when people sent something where that holds nobody any more.
///
/// # Errors
/// When the database fails.
pub async fn forget_pauses(work: &mut Work) -> Result<(), Failure> {
    let longest = Duration::from_secs(limits::SLOW_MODE_S.unsigned_abs());
    let now = work.now();
    store::forget_pauses(work.conn(), (now, now.before(longest))).await
}

/// The message replied to. It must be in the same channel, and the author must be able to read it: who may not read what was said
/// before learns of no id whether there is such a message.
async fn replied(work: &mut Work, author: UserId, channel: ChannelId, reply: &ReplyTo) -> Result<Option<MessageRow>, Error> {
    let guild = {
        let (model, now) = (work.model(), work.now());
        if !History::of(&model, author, channel, now).is_open() {
            return Err(Refusal::reply_needs_history().into());
        }
        Venue::of(&model, channel).and_then(Venue::guild_id)
    };
    let unknown = || Form::refuse("message_reference", &FieldError::new("REPLIES_UNKNOWN_MESSAGE", "Unknown message."));
    if reply.channel_id.is_some_and(|said| said != channel) || reply.guild_id.is_some_and(|said| Some(said) != guild) {
        return Err(unknown().into());
    }
    let found = store::find(work.conn(), channel, reply.message_id).await?;
    if found.is_none() && reply.fail_if_not_exists != Some(false) {
        return Err(unknown().into());
    }
    Ok(found)
}
