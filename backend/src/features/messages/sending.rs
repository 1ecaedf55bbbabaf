//! Sending a message: the path that is taken most.
//!
//! A message in a guild that calls nobody is one statement: what its author has read moves with it by a trigger of the database, and
//! whether its nonce came before is told by the insertion itself. All others store several things and say so first.

use std::time::Duration;

use super::{
    actions::{audience, joined, referenced, shown},
    events::MessageCreate,
    http::{CreateMessage, ReplyTo},
    pings::{self, Draft},
    rules,
    store::{self, MessageRow},
    view::{self, GatewayMessage, Message},
};
use crate::{
    access,
    cache::Change,
    events::Audience,
    features::{conversations, mentions::actions::Targets, push},
    http::Error,
    kernel::{ChannelId, FieldError, Form, MessageId, Permissions, Refusal, UserId, snowflake},
    state::State,
    work::Work,
};

/// Sends a message. A repeated nonce yields the first message and tells nobody.
///
/// # Errors
/// 404 / 10003 for a channel one cannot see, 403 / 50013 without the right to send, 403 / 50007 for who is not to write to the
/// other one of two, 400 for a bad text, 429 in slow mode.
pub async fn create(state: &State, author: UserId, channel: ChannelId, body: CreateMessage) -> Result<Message, Error> {
    state.writer.run_brief(move |work| Box::pin(create_in(work, author, channel, body))).await
}

async fn create_in(work: &mut Work, author: UserId, channel: ChannelId, body: CreateMessage) -> Result<Message, Error> {
    let content = rules::content(body.content.as_deref())?;
    let nonce = rules::nonce(body.nonce.map(|nonce| nonce.0))?;
    let slow_s = admitted(work, author, channel)?;
    let is_between_few = work.model().conversation(channel).is_some();
    if is_between_few || slow_s > 0 || body.message_reference.is_some() {
        work.more_than_one_statement().await?;
        // A message that is stored is not asked anew whether it may be.
        if let Some(first) = first(work, channel, author, nonce.as_deref()).await? {
            return Ok(first);
        }
        hold_slow_mode(work, author, channel, slow_s).await?;
    }
    let replied = match &body.message_reference {
        Some(reference) => replied(work, channel, reference).await?,
        None => None,
    };
    let (allowed, of_reply) = (body.allowed_mentions.as_ref(), replied.as_ref().map(|message| message.author_id));
    let (mentions, targets) = pings::read(work, Draft { author, channel, content: &content, allowed, replied: of_reply })?;
    let row = MessageRow {
        id: MessageId::new(work.next_id()),
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
    };
    // All that could be refused is, before anything is stored.
    let (audience, shown) = (audience(work, channel)?, shown(work, row.clone(), replied)?);
    if !store_and_call(work, &row, nonce.as_deref(), &targets).await?
        && let Some(first) = first(work, channel, author, nonce.as_deref()).await?
    {
        return Ok(first);
    }
    work.apply(Change::MessageSent(channel, row.id));
    Ok(announce(work, audience, shown, nonce))
}

/// The message that its author has already sent with this nonce.
async fn first(work: &mut Work, channel: ChannelId, author: UserId, nonce: Option<&str>) -> Result<Option<Message>, Error> {
    let Some(nonce) = nonce else { return Ok(None) };
    let Some(first) = store::find_by_nonce(work.conn(), channel, author, nonce).await? else { return Ok(None) };
    let referenced = referenced(work.conn(), &first).await?;
    Ok(Some(shown(work, first, referenced)?.message.repeated(nonce)))
}

/// Stores a message and whom it calls; yields false if it is stored already.
async fn store_and_call(work: &mut Work, row: &MessageRow, nonce: Option<&str>, targets: &Targets) -> Result<bool, Error> {
    let calls = !targets.is_empty() || work.model().conversation(row.channel_id).is_some();
    if calls {
        work.more_than_one_statement().await?;
        conversations::actions::wake(work, row.channel_id, row.author_id).await?;
    }
    if !store::insert(work.conn(), row, nonce).await? {
        return Ok(false);
    }
    if calls {
        pings::note(work, row, targets).await?;
        push::actions::announce(work, &arrival(row, targets)).await?;
    }
    Ok(true)
}

/// Tells all who may see the message; its author with the nonce.
fn announce(work: &mut Work, audience: Audience, shown: GatewayMessage, nonce: Option<String>) -> Message {
    let author = shown.message.author.id;
    let message = shown.message.clone().with_nonce(nonce);
    if message.has_nonce() {
        let own = GatewayMessage { message: message.clone(), ..shown.clone() };
        work.announce_with_own(audience, &MessageCreate(shown), author, &MessageCreate(own));
    } else {
        work.announce(audience, &MessageCreate(shown));
    }
    message
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

/// For how many seconds slow mode holds the author, if they may send at all.
fn admitted(work: &Work, author: UserId, channel: ChannelId) -> Result<i64, Refusal> {
    let now = work.now();
    let model = work.model();
    let venue = access::in_venue(&model, author, channel, Permissions::SEND_MESSAGES, now)?;
    if !venue.has_messages() {
        return Err(Refusal::wrong_channel_type());
    }
    access::may_write_in(&model, author, venue)?;
    let free = Permissions::BYPASS_SLOWMODE.union(Permissions::MANAGE_MESSAGES).union(Permissions::MANAGE_CHANNELS);
    let is_free = || free.iter().any(|right| access::can(&model, author, right, access::Place::Channel(channel), now));
    Ok(if venue.slow_mode_s() > 0 && is_free() { 0 } else { venue.slow_mode_s() })
}

/// Slow mode: who sent a moment ago waits.
async fn hold_slow_mode(work: &mut Work, author: UserId, channel: ChannelId, slow_s: i64) -> Result<(), Error> {
    let Ok(pause) = u64::try_from(slow_s).map(Duration::from_secs) else { return Ok(()) };
    if pause.is_zero() {
        return Ok(());
    }
    if let Some(last) = store::last_of_author(work.conn(), channel, author).await? {
        let passed = work.now().since(snowflake::time_of(last.get()));
        if passed < pause {
            return Err(Refusal::rate_limited((pause - passed).as_secs_f64(), false).into());
        }
    }
    Ok(())
}

/// The message replied to; it must be in the same channel.
async fn replied(work: &mut Work, channel: ChannelId, reply: &ReplyTo) -> Result<Option<MessageRow>, Error> {
    let unknown = || Form::refuse("message_reference", &FieldError::new("REPLIES_UNKNOWN_MESSAGE", "Unknown message."));
    if reply.channel_id.is_some_and(|said| said != channel) {
        return Err(unknown().into());
    }
    let found = store::find(work.conn(), channel, reply.message_id).await?;
    if found.is_none() && reply.fail_if_not_exists != Some(false) {
        return Err(unknown().into());
    }
    Ok(found)
}
