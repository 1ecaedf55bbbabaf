//! Plain messages: in a guild, without slow mode, in reply to nothing, calling nobody. Those that wait together are stored by one
//! statement: what their authors have read moves with them by a trigger of the database, and whether a nonce came before is told by
//! the insertion itself.

use futures_util::future::BoxFuture;

use super::{
    admission::{Admitted, admitted},
    pings::{self, Draft},
    requests::CreateMessage,
    rules::{self, Scene},
    showing::{announce, first},
    store,
    view::{self, GatewayMessage, Message},
};
use crate::{
    cache::MessageChange,
    db::Failure,
    events::Audience,
    http::Error,
    kernel::{ChannelId, MessageId, Refusal, UserId},
    work::{Piece, Stored, Work},
};

/// What may be a plain message.
pub struct Plain {
    pub author: UserId,
    pub channel: ChannelId,
    pub body: CreateMessage,
}

/// Why it was not sent as one.
pub enum NotSent {
    Refused(Error),
    /// It is more than a plain message.
    TakesMore(Box<CreateMessage>),
}

/// A plain message that may be sent.
pub struct Ready {
    audience: Audience,
    shown: GatewayMessage,
    nonce: Option<String>,
    /// Whether the nonce makes one message, however often it is sent.
    is_once: bool,
}

impl Piece for Plain {
    type Ready = Ready;
    type Out = Message;
    type Error = NotSent;

    fn prepare(self, work: &Work) -> Result<Ready, NotSent> {
        let Self { author, channel, body } = self;
        let content = body.checked_content()?;
        let nonce = rules::nonce(body.nonce.as_ref().map(|nonce| nonce.0.clone()))?;
        let (model, now) = (work.model(), work.now());
        let Admitted { venue, slow_s } = admitted(&model, author, channel, now)?;
        let Some(guild) = venue.guild_id().filter(|_| slow_s == 0 && body.message_reference.is_none()) else {
            return Err(NotSent::TakesMore(Box::new(body)));
        };
        let scene = Scene { model: &model, venue, author, now };
        let draft = Draft { content: &content, allowed: body.allowed_mentions.as_ref(), replied: None };
        let (mentions, targets) = pings::read(&scene, work.presences(), draft);
        if !mentions.is_empty() || !targets.is_empty() {
            return Err(NotSent::TakesMore(Box::new(body)));
        }
        let id = MessageId::new(work.next_id());
        let row = store::MessageRow {
            id,
            channel_id: channel,
            author_id: author,
            kind: view::DEFAULT,
            content,
            edited_at: None,
            flags: rules::flags(body.flags),
            reference_id: None,
            mentioned_users: String::new(),
            mentioned_roles: String::new(),
            mentions_everyone: false,
            created_at: id.time_beside(now),
        };
        let shown = GatewayMessage::new(&model, Some(guild), row, None);
        Ok(Ready { audience: venue.audience(), shown, nonce, is_once: body.enforce_nonce == Some(true) })
    }

    fn store<'w>(work: &'w mut Work, ready: &'w [Ready]) -> BoxFuture<'w, Result<Vec<Stored<Message>>, Failure>> {
        Box::pin(store_all(work, ready))
    }

    fn finish(work: &mut Work, ready: Ready) -> Message {
        let Message { id, channel_id, .. } = ready.shown.message;
        work.apply(MessageChange::Sent(channel_id, id));
        announce(work, ready.audience, ready.shown, ready.nonce)
    }
}

async fn store_all(work: &mut Work, ready: &[Ready]) -> Result<Vec<Stored<Message>>, Failure> {
    if ready.len() > store::AT_ONCE {
        work.more_than_one_statement().await?;
    }
    let mut inserted = 0;
    for some in ready.chunks(store::AT_ONCE) {
        let rows: Vec<store::Plain> = some.iter().map(Ready::row).collect();
        inserted += store::insert_plain(work.conn(), &rows).await?;
    }
    let are_all_new = usize::try_from(inserted).is_ok_and(|inserted| inserted == ready.len());
    let mut stored = Vec::with_capacity(ready.len());
    for one in ready {
        stored.push(if are_all_new { Stored::Now } else { one.looked_for(work).await? });
    }
    Ok(stored)
}

impl Ready {
    fn row(&self) -> store::Plain<'_> {
        let Message { id, channel_id, ref author, ref content, flags, timestamp, .. } = self.shown.message;
        let created_at = id.time_beside(timestamp);
        store::Plain { id, channel_id, author_id: author.id, content, flags, nonce: self.key(), created_at }
    }

    /// By which a repetition is known.
    fn key(&self) -> Option<&str> {
        self.nonce.as_deref().filter(|_| self.is_once)
    }

    /// What has become of it, where not all of a batch were new: its author may have sent one with the same nonce before.
    async fn looked_for(&self, work: &mut Work) -> Result<Stored<Message>, Failure> {
        let Message { id, channel_id, ref author, ref content, .. } = self.shown.message;
        if let Some(first) = first(work, channel_id, author.id, self.key()).await?.filter(|first| first.id != id) {
            return Ok(Stored::Before(first));
        }
        // A message of another process may have its id.
        let found = store::find(work.conn(), channel_id, id).await?;
        let is_it = found.is_some_and(|row| row.author_id == author.id && row.content == *content);
        Ok(if is_it { Stored::Now } else { Stored::Not })
    }
}

impl From<Failure> for NotSent {
    fn from(failure: Failure) -> Self {
        Self::Refused(failure.into())
    }
}

impl From<Refusal> for NotSent {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}
