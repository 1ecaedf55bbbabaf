//! Messages that mention the caller.
//!
//! Each target that includes the reader (the user, their guilds, their roles) has its mentions in the order of their ids. They
//! are read page by page and merged; mentions that the reader may not see or has filtered are skipped with the model. The number
//! of mentions examined is bounded.

use std::collections::BTreeMap;

use crate::{
    access::{self, MessageChannel},
    cache::Model,
    db::{Conn, DbError},
    features::{
        inbox::requests::MentionsRequest,
        mentions::actions::{self as mentions, CallRow, Kind},
        messages::{actions as messages, view::Message},
        read_states::view as read_states,
    },
    http::Error,
    kernel::{ChannelId, MessageId, Permissions, TargetId, Timestamp, UserId},
    state::State,
};

/// Mentions of a target read at a time.
const PAGE: i64 = 100;
/// Maximum number of pages of each target. After them the list ends, though there may be more.
const PAGES: usize = 20;

/// Messages that mention the reader and that they may read, newest first.
///
/// # Errors
/// When the database fails.
pub async fn list(state: &State, reader: UserId, request: MentionsRequest) -> Result<Vec<Message>, Error> {
    let sources = sources(&state.cache.read(), reader, request, state.clock.now());
    let mut conn = state.db.read().await?;
    let (mut found, mut before) = (BTreeMap::new(), request.before);
    for _ in 0..PAGES {
        let (calls, horizon) = page(&mut conn, &sources, before).await?;
        {
            let (model, now) = (state.cache.read(), state.clock.now());
            let seen = calls
                .iter()
                .filter(|call| call.message_id >= horizon)
                .filter(|call| is_shown(&model, reader, request, call, now));
            found.extend(seen.map(|call| (call.message_id, call.channel_id)));
        }
        if found.len() >= request.limit || horizon == MessageId::NONE {
            break;
        }
        before = horizon;
    }
    let newest: Vec<_> = found.into_iter().rev().take(request.limit).collect();
    shown(state, &mut conn, reader, &newest).await
}

/// A source of mentions: a target, in one channel or in all.
type Source = (TargetId, Option<ChannelId>);

fn sources(model: &Model, reader: UserId, request: MentionsRequest, now: Timestamp) -> Vec<Source> {
    let guilds = model.guilds_of(reader).filter(|guild| request.guild.is_none_or(|id| guild.id == id));
    let mut all = Vec::new();
    if request.guild.is_none() {
        all.push((TargetId::from(reader), None));
    }
    for guild in guilds {
        // Within a guild, the few channels that the reader can view are queried one by one.
        let seen =
            |id: &ChannelId| access::can(model, reader, Permissions::READ_MESSAGE_HISTORY, access::Scope::Channel(*id), now);
        let channels: Vec<Option<ChannelId>> = match request.guild {
            Some(_) => guild.channels.keys().copied().filter(seen).map(Some).collect(),
            None => vec![None],
        };
        let roles = guild.members.get(&reader).into_iter().flat_map(|member| member.roles.iter().copied().map(TargetId::from));
        let mut targets: Vec<TargetId> = if request.roles { roles.collect() } else { Vec::new() };
        targets.extend(request.everyone.then(|| TargetId::from(guild.id)));
        targets.extend(request.guild.map(|_| TargetId::from(reader)));
        all.extend(channels.iter().flat_map(|channel| targets.iter().map(move |target| (*target, *channel))));
    }
    all
}

/// The next mentions of all sources, and the id down to which they are complete.
async fn page(conn: &mut Conn, sources: &[Source], before: MessageId) -> Result<(Vec<CallRow>, MessageId), DbError> {
    let (mut calls, mut horizon) = (Vec::new(), MessageId::NONE);
    for (target, channel) in sources {
        let rows = match channel {
            Some(channel) => mentions::calls_in(conn, *target, *channel, before, PAGE).await?,
            None => mentions::calls(conn, *target, before, PAGE).await?,
        };
        if let Some(last) = rows.last().filter(|_| i64::try_from(rows.len()).is_ok_and(|count| count == PAGE)) {
            horizon = horizon.max(last.message_id);
        }
        calls.extend(rows);
    }
    Ok((calls, horizon))
}

/// Whether a mention counts for the reader: by another user whom they do not block, after they joined, of a requested kind.
fn is_shown(model: &Model, reader: UserId, request: MentionsRequest, call: &CallRow, now: Timestamp) -> bool {
    let is_asked_for = match Kind::from_number(call.kind) {
        Some(Kind::User | Kind::Role) => true,
        Some(Kind::Everyone | Kind::Here) => request.everyone,
        None => false,
    };
    let since =
        MessageChannel::of(model, call.channel_id).and_then(|message_channel| read_states::since(message_channel, reader));
    is_asked_for
        && call.author_id != reader
        && !model.blocks(reader, call.author_id)
        && since.is_some_and(|since| call.message_id > since)
        && access::can(model, reader, Permissions::READ_MESSAGE_HISTORY, access::Scope::Channel(call.channel_id), now)
}

async fn shown(state: &State, conn: &mut Conn, reader: UserId, found: &[(MessageId, ChannelId)]) -> Result<Vec<Message>, Error> {
    let mut shown = Vec::with_capacity(found.len());
    for (message, channel) in found {
        // It may have been deleted or hidden meanwhile.
        match messages::read(state, conn, reader, *channel, *message).await {
            Ok(message) => shown.push(message),
            Err(Error::Refused(_)) => {}
            Err(failed) => return Err(failed),
        }
    }
    Ok(shown)
}
