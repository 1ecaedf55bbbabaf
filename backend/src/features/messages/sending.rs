//! Sending a message: the one way, over REST and over the gateway.
//!
//! A message in a guild without slow mode that replies to nothing and notifies nobody is one row; those that wait together are inserted by
//! one statement. Read states of authors move by a trigger of the database. All other messages bring more with them: the message they
//! reply to, the pause of slow mode, the users they notify, the DM channel that appears in lists again.

use std::time::Duration;

use futures_util::future::BoxFuture;

use super::{
    admission::{Admitted, admitted},
    message::{Message, MessageRow},
    pings::{self, Draft as Text},
    requests::{CreateMessage, ReplyTo},
    rules::{self, AllowedMentions, MentionContext, Mentions},
    showing::{first, joined, publish},
    store,
    view::{self, GatewayMessage},
};
use crate::{
    access::{History, MessageChannel},
    cache::MessageChange,
    db::DbError,
    events::Audience,
    features::{mentions::actions::Targets, push, recipients},
    http::Error,
    kernel::{ApiError, ChannelId, FieldError, Form, GuildId, MessageId, UserId, limits},
    state::State,
    writer::{BatchItem, LoadResult, Loaded, Stored, UnitOfWork},
};

/// Sends a message. A repeated nonce yields the first message and publishes nothing.
///
/// # Errors
/// 404 / 10003 for a channel that the author cannot see, 403 / 50013 without the right to send, 403 / 50007 if the author must not write
/// to the other user of a DM, 400 for an invalid message, 429 in slow mode.
pub async fn create(state: &State, author: UserId, channel: ChannelId, body: CreateMessage) -> Result<Message, Error> {
    state.writer.store(NewMessage { author, channel, body }).await
}

/// A message to send.
pub struct NewMessage {
    author: UserId,
    channel: ChannelId,
    body: CreateMessage,
}

/// A message that may be sent.
pub struct Draft {
    row: MessageRow,
    /// `None` in a DM.
    guild: Option<GuildId>,
    audience: Audience,
    /// Whom it notifies.
    targets: Targets,
    nonce: Option<String>,
    /// Whether the nonce makes one message, however often it is sent.
    is_once: bool,
    slow_mode: Duration,
    /// What it replies to and which of its mentions count, until the referenced message is known.
    reply: Option<(ReplyTo, Option<AllowedMentions>)>,
    referenced: Option<MessageRow>,
}

impl BatchItem for NewMessage {
    type Draft = Draft;
    type Out = Message;
    type Error = Error;

    fn validate(&self, uow: &UnitOfWork) -> Result<Draft, Error> {
        let Self { author, channel, ref body } = *self;
        let content = body.checked_content()?;
        let nonce = rules::nonce(body.nonce.as_ref().map(|nonce| nonce.0.clone()))?;
        let (model, now) = (uow.model(), uow.now());
        let Admitted { message_channel, slow_s } = admitted(&model, author, channel, now)?;
        let context = MentionContext { model: &model, message_channel, author, now };
        let allowed = body.allowed_mentions.as_ref();
        let (mentions, targets) = pings::read(&context, uow.presences(), Text { content: &content, allowed, replied: None });
        let id = MessageId::new(uow.next_id());
        let row = MessageRow::new(id, channel, (author, content), now);
        Ok(Draft {
            row: MessageRow { flags: rules::flags(body.flags), ..mentioning(row, &mentions) },
            guild: message_channel.guild_id(),
            audience: message_channel.audience(),
            targets,
            nonce,
            is_once: body.enforce_nonce == Some(true),
            slow_mode: Duration::from_secs(u64::try_from(slow_s).unwrap_or_default()),
            reply: body.message_reference.clone().map(|reply| (reply, body.allowed_mentions.clone())),
            referenced: None,
        })
    }

    fn is_simple(draft: &Draft) -> bool {
        draft.guild.is_some() && draft.slow_mode.is_zero() && draft.reply.is_none() && draft.targets.is_empty()
    }

    fn load(uow: &mut UnitOfWork, draft: Draft) -> BoxFuture<'_, LoadResult<Self>> {
        Box::pin(load(uow, draft))
    }

    fn insert<'w>(uow: &'w mut UnitOfWork, drafts: &'w [Draft]) -> BoxFuture<'w, Result<Vec<Stored<Message>>, DbError>> {
        Box::pin(insert(uow, drafts))
    }

    fn extras<'w>(uow: &'w mut UnitOfWork, draft: &'w Draft) -> BoxFuture<'w, Result<(), Error>> {
        Box::pin(extras(uow, draft))
    }

    fn publish(uow: &mut UnitOfWork, draft: Draft) -> Message {
        let Draft { row, guild, audience, nonce, referenced, .. } = draft;
        uow.apply(MessageChange::Sent(row.channel_id, row.id));
        let shown = GatewayMessage::new(&uow.model(), guild, row, referenced);
        publish(uow, audience, shown, nonce)
    }
}

fn mentioning(row: MessageRow, mentions: &Mentions) -> MessageRow {
    MessageRow {
        mentioned_users: joined(&mentions.users),
        mentioned_roles: joined(&mentions.roles),
        mentions_everyone: mentions.calls_all(),
        ..row
    }
}

async fn load(uow: &mut UnitOfWork, mut draft: Draft) -> Result<Loaded<Draft, Message>, Error> {
    let (channel, author) = (draft.row.channel_id, draft.row.author_id);
    // A message that is stored is not asked anew whether it may be.
    if let Some(first) = first(uow, channel, author, draft.key()).await? {
        return Ok(Loaded::Before(first));
    }
    hold_slow_mode(uow, author, channel, draft.slow_mode).await?;
    if let Some((reply, allowed)) = draft.reply.take()
        && let Some(referenced) = referenced(uow, author, channel, &reply).await?
    {
        let text = Text { content: &draft.row.content, allowed: allowed.as_ref(), replied: Some(referenced.author_id) };
        let (mentions, targets) = pings::read_in(uow, author, channel, text)?;
        let row = MessageRow { kind: view::REPLY, reference_id: Some(referenced.id), ..mentioning(draft.row, &mentions) };
        draft = Draft { row, targets, referenced: Some(referenced), ..draft };
    }
    // Before the message is stored, so that the event of a DM channel that reappears does not count it yet.
    recipients::actions::wake(uow, channel, author).await?;
    Ok(Loaded::Ready(draft))
}

async fn insert(uow: &mut UnitOfWork, drafts: &[Draft]) -> Result<Vec<Stored<Message>>, DbError> {
    if drafts.len() > store::AT_ONCE {
        uow.more_than_one_statement().await?;
    }
    let mut inserted = 0;
    for some in drafts.chunks(store::AT_ONCE) {
        let rows: Vec<_> = some.iter().map(|draft| (&draft.row, draft.key())).collect();
        inserted += store::insert(uow.conn(), &rows).await?;
    }
    let are_all_new = usize::try_from(inserted).is_ok_and(|inserted| inserted == drafts.len());
    let mut stored = Vec::with_capacity(drafts.len());
    for draft in drafts {
        stored.push(if are_all_new { Stored::Now } else { draft.found(uow).await? });
    }
    Ok(stored)
}

async fn extras(uow: &mut UnitOfWork, draft: &Draft) -> Result<(), Error> {
    let Draft { row, guild, targets, .. } = draft;
    if targets.is_empty() && guild.is_some() {
        return Ok(());
    }
    pings::note(uow, row, targets).await?;
    let push_trigger = push::actions::PushTrigger {
        message: row.id,
        channel: row.channel_id,
        author: row.author_id,
        targets,
        is_silent: rules::is_silent(row.flags),
    };
    Ok(push::actions::enqueue(uow, &push_trigger).await?)
}

impl Draft {
    /// By which a repetition is known.
    fn key(&self) -> Option<&str> {
        self.nonce.as_deref().filter(|_| self.is_once)
    }

    /// What has become of it, where not all of a batch were new: its author may have sent one with the same nonce before.
    async fn found(&self, uow: &mut UnitOfWork) -> Result<Stored<Message>, DbError> {
        let MessageRow { id, channel_id, author_id, ref content, .. } = self.row;
        if let Some(first) = first(uow, channel_id, author_id, self.key()).await?.filter(|first| first.id != id) {
            return Ok(Stored::Before(first));
        }
        // A message of another process may have its id.
        let found = store::find(uow.conn(), channel_id, id).await?;
        let is_it = found.is_some_and(|row| row.author_id == author_id && row.content == *content);
        Ok(if is_it { Stored::Now } else { Stored::Not })
    }
}

/// Slow mode: an author who sent a moment ago waits, whether that message is still there or not.
async fn hold_slow_mode(uow: &mut UnitOfWork, author: UserId, channel: ChannelId, pause: Duration) -> Result<(), Error> {
    if pause.is_zero() {
        return Ok(());
    }
    let now = uow.now();
    if store::begin_pause(uow.conn(), channel, author, (now, now.before(pause))).await? {
        return Ok(());
    }
    let sent_at = store::sent_at(uow.conn(), channel, author).await?.unwrap_or(now);
    Err(ApiError::rate_limited(pause.saturating_sub(now.since(sent_at)).as_secs_f64(), false).into())
}

/// Deletes pauses of slow mode that are over.
///
/// # Errors
/// When the database fails.
pub async fn forget_pauses(uow: &mut UnitOfWork) -> Result<(), DbError> {
    let longest = Duration::from_secs(limits::SLOW_MODE_S.unsigned_abs());
    let now = uow.now();
    store::forget_pauses(uow.conn(), (now, now.before(longest))).await
}

/// The message replied to. It must be in the same channel and the author must be able to read it. Authors without the history are
/// refused before it is looked for, so that they learn of no id whether it exists.
async fn referenced(
    uow: &mut UnitOfWork,
    author: UserId,
    channel: ChannelId,
    reply: &ReplyTo,
) -> Result<Option<MessageRow>, Error> {
    let guild = {
        let (model, now) = (uow.model(), uow.now());
        if !History::of(&model, author, channel, now).is_open() {
            return Err(rules::reply_needs_history().into());
        }
        MessageChannel::of(&model, channel).and_then(MessageChannel::guild_id)
    };
    let unknown = || Form::refuse("message_reference", &FieldError::new("REPLIES_UNKNOWN_MESSAGE", "Unknown message."));
    if reply.channel_id.is_some_and(|said| said != channel) || reply.guild_id.is_some_and(|said| Some(said) != guild) {
        return Err(unknown().into());
    }
    let found = store::find(uow.conn(), channel, reply.message_id).await?;
    if found.is_none() && reply.fail_if_not_exists != Some(false) {
        return Err(unknown().into());
    }
    Ok(found)
}
